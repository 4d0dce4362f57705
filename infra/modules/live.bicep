param name string
param location string
param tags object
param sku string
param appPrincipalId string

// Serverless: browsers connect to the service, the app only sends over its REST interface.
resource signalR 'Microsoft.SignalRService/signalR@2024-03-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: sku, capacity: 1 }
  kind: 'SignalR'
  properties: {
    disableLocalAuth: true
    features: [
      { flag: 'ServiceMode', value: 'Serverless' }
    ]
    // Browsers of the dashboard only; the app sends over REST.
    tls: { clientCertEnabled: false }
  }
}

resource access 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(signalR.id, appPrincipalId, 'rest')
  scope: signalR
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'fd53cd77-2268-407a-8f46-7e7863d0f521') // SignalR REST API Owner
  }
}

output endpoint string = 'https://${signalR.properties.hostName}'
