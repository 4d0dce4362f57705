param name string
param location string
param tags object
param identityId string
param clientId string
param storageName string
param tableServiceUri string
param blobServiceUri string
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
param market string
param coins string
param cash int
param mode string
param venue string
param venueOptions string
param liveCoins string
param liveMaxOrder string
param liveMaxPerDay string
param liveMaxHeld string
param feePercent string
param liveConfirm string

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'plan-${name}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

// The settings of host.json that choose the back end, said again where it is not storage. The hub's name stays.
var schedulerSettings = empty(schedulerEndpoint) ? [] : [
  {
    name: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
    value: 'Endpoint=${schedulerEndpoint};Authentication=ManagedIdentity;ClientID=${clientId}'
  }
  { name: 'AzureFunctionsJobHost__extensions__durableTask__hubName', value: schedulerTaskHub }
  { name: 'AzureFunctionsJobHost__extensions__durableTask__storageProvider__type', value: 'azureManaged' }
  { name: 'AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName', value: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING' }
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
          { name: 'function:PlaceOrder', instanceCount: alwaysReadyOrders }
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
        { name: 'AZURE_CLIENT_ID', value: clientId }
        { name: 'AzureSignalRConnectionString__serviceUri', value: signalREndpoint }
        { name: 'AzureSignalRConnectionString__credential', value: 'managedidentity' }
        { name: 'AzureSignalRConnectionString__clientId', value: clientId }
        { name: 'PowerTrader__TableServiceUri', value: tableServiceUri }
        { name: 'PowerTrader__BlobServiceUri', value: blobServiceUri }
        { name: 'PowerTrader__KeyVaultUri', value: vaultUri }
        { name: 'PowerTrader__Market', value: market }
        { name: 'PowerTrader__Coins', value: coins }
        { name: 'PowerTrader__Cash', value: string(cash) }
        { name: 'POWERTRADER_MODE', value: mode }
        { name: 'POWERTRADER_VENUE', value: venue }
        { name: 'POWERTRADER_VENUEOPTIONS', value: venueOptions }
        { name: 'POWERTRADER_LIVE_COINS', value: liveCoins }
        { name: 'POWERTRADER_LIVE_MAXORDER', value: liveMaxOrder }
        { name: 'POWERTRADER_LIVE_MAXPERDAY', value: liveMaxPerDay }
        { name: 'POWERTRADER_LIVE_MAXHELD', value: liveMaxHeld }
        { name: 'POWERTRADER_COSTS_FEEPERCENT', value: feePercent }
        { name: 'PowerTrader__LiveConfirm', value: liveConfirm }
        { name: 'Schedules__MarketTick', value: '0 * * * * *' }
        { name: 'Schedules__TradeTick', value: '15 * * * * *' }
        { name: 'Schedules__Reconcile', value: '45 */5 * * * *' }
        { name: 'Schedules__Train', value: '0 30 3 * * *' }
        { name: 'Schedules__Repair', value: '30 7 * * * *' }
        { name: 'Schedules__Prepare', value: '30 */10 * * * *' }
        { name: 'Schedules__DailyClose', value: '0 5 0 * * *' }
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
output hostName string = app.properties.defaultHostName
