param name string
param location string
param tags object
param appPrincipalId string

// Sessions and duplicate detection are fixed when a queue is made, and need Standard.
resource bus 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: 'Standard', tier: 'Standard' }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
  }
}

// One message of a session at a time: a portfolio's coin, a portfolio, a tenant. What is given up stays among the dead letters until somebody looks.
var queues = [
  // An order is refused a minute after its decision; a message that waited an hour is only evidence.
  { name: 'orders', timeToLive: 'PT1H' }
  // What people ask for by hand expires in their own time.
  { name: 'actions', timeToLive: 'PT1H' }
  // An alert is worth reading for as long as a weekend away lasts.
  { name: 'alerts', timeToLive: 'P3D' }
]

resource queue 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = [for each in queues: {
  parent: bus
  name: each.name
  properties: {
    requiresSession: true
    requiresDuplicateDetection: true
    duplicateDetectionHistoryTimeWindow: 'PT10M'
    lockDuration: 'PT5M'
    maxDeliveryCount: 10
    defaultMessageTimeToLive: each.timeToLive
    deadLetteringOnMessageExpiration: true
    // The smallest there is; a queue that fills up refuses, and the outbox keeps what it could not send.
    maxSizeInMegabytes: 1024
  }
}]

// On the namespace, since every queue of it is the app's; neither role may make, change or delete one.
var roles = [
  '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39' // Azure Service Bus Data Sender
  '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0' // Azure Service Bus Data Receiver
]

resource access 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in roles: {
  name: guid(bus.id, appPrincipalId, role)
  scope: bus
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
  }
}]

output name string = bus.name
output hostName string = '${bus.name}.servicebus.windows.net'
