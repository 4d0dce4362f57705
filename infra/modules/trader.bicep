param name string
param location string
param tags object
param identityId string
param clientId string
param storageName string
param packagesContainer string
param busHostName string
param vaultUri string
param signalREndpoint string
param insightsConnectionString string
param schedulerEndpoint string
param schedulerTaskHub string
param maximumInstanceCount int
param instanceMemoryMB int
param alwaysReadyOrders int

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'plan-${name}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

var schedulerSettings = empty(schedulerEndpoint) ? [] : [
  {
    name: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
    value: 'Endpoint=${schedulerEndpoint};Authentication=ManagedIdentity;ClientID=${clientId}'
  }
  { name: 'TASKHUB_NAME', value: schedulerTaskHub }
]

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'trader' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: 'https://${storageName}.blob.${environment().suffixes.storage}/${packagesContainer}'
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
      scaleAndConcurrency: {
        maximumInstanceCount: maximumInstanceCount
        instanceMemoryMB: instanceMemoryMB
        alwaysReady: alwaysReadyOrders == 0 ? [] : [
          { name: 'function:PlaceOrders', instanceCount: alwaysReadyOrders }
          { name: 'durable', instanceCount: alwaysReadyOrders }
        ]
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
      appSettings: concat([
        { name: 'AzureWebJobsStorage__accountName', value: storageName }
        { name: 'AzureWebJobsStorage__credential', value: 'managedidentity' }
        { name: 'AzureWebJobsStorage__clientId', value: clientId }
        { name: 'ServiceBusConnection__fullyQualifiedNamespace', value: busHostName }
        { name: 'ServiceBusConnection__credential', value: 'managedidentity' }
        { name: 'ServiceBusConnection__clientId', value: clientId }
        { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', value: insightsConnectionString }
        { name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING', value: 'ClientId=${clientId};Authorization=AAD' }
        { name: 'Cloud__ClientId', value: clientId }
        { name: 'Cloud__StorageAccount', value: storageName }
        { name: 'Cloud__ServiceBus', value: busHostName }
        { name: 'Cloud__KeyVault', value: vaultUri }
        { name: 'Cloud__SignalR', value: signalREndpoint }
        { name: 'MarketTickSchedule', value: '0 * * * * *' }
        { name: 'TradeTickSchedule', value: '15 * * * * *' }
        { name: 'ReconcileSchedule', value: '45 */5 * * * *' }
        { name: 'TrainSchedule', value: '0 30 3 * * *' }
        { name: 'RepairSchedule', value: '30 7 * * * *' }
        { name: 'DailyCloseSchedule', value: '0 5 0 * * *' }
      ], schedulerSettings)
    }
  }
}

// Publishing by password is off; packages come with an identity.
resource ftp 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01' = {
  parent: app
  name: 'ftp'
  properties: { allow: false }
}

resource scm 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01' = {
  parent: app
  name: 'scm'
  properties: { allow: false }
}

output name string = app.name
