param environmentName string
param location string
param tags object
param principalId string
param principalType string
param maximumInstanceCount int
param instanceMemoryMB int
param alwaysReadyOrders int
param durableBackEnd string
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
param signalRSku string
param dailyLogGb int
param monthlyBudget int
param budgetStart string
param alertEmail string
param logDays int
param storageSku string
param protectVault bool

var suffix = uniqueString(resourceGroup().id, environmentName)

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-powertrader-${environmentName}'
  location: location
  tags: tags
}

module storage 'storage.bicep' = {
  name: 'storage'
  params: {
    name: take('stpt${suffix}', 24)
    location: location
    tags: tags
    sku: storageSku
    appPrincipalId: identity.properties.principalId
    deployerId: principalId
    deployerType: principalType
  }
}

module messaging 'messaging.bicep' = {
  name: 'messaging'
  params: {
    name: 'sb-powertrader-${suffix}'
    location: location
    tags: tags
    appPrincipalId: identity.properties.principalId
  }
}

module vault 'vault.bicep' = {
  name: 'vault'
  params: {
    name: take('kv-pt-${suffix}', 24)
    location: location
    tags: tags
    protect: protectVault
    appPrincipalId: identity.properties.principalId
    deployerId: principalId
    deployerType: principalType
  }
}

module live 'live.bicep' = {
  name: 'live'
  params: {
    name: 'sigr-powertrader-${suffix}'
    location: location
    tags: tags
    sku: signalRSku
    appPrincipalId: identity.properties.principalId
  }
}

module monitoring 'monitoring.bicep' = {
  name: 'monitoring'
  params: {
    suffix: suffix
    location: location
    tags: tags
    logDays: logDays
    dailyLogGb: dailyLogGb
    alertEmail: alertEmail
    appPrincipalId: identity.properties.principalId
    busName: messaging.outputs.name
  }
}

module scheduler 'scheduler.bicep' = if (durableBackEnd == 'scheduler') {
  name: 'scheduler'
  params: {
    name: 'dts-powertrader-${suffix}'
    location: location
    tags: tags
    appPrincipalId: identity.properties.principalId
  }
}

module trader 'trader.bicep' = {
  name: 'trader'
  params: {
    name: 'func-powertrader-${suffix}'
    location: location
    tags: tags
    identityId: identity.id
    clientId: identity.properties.clientId
    storageName: storage.outputs.name
    tableServiceUri: storage.outputs.tableServiceUri
    blobServiceUri: storage.outputs.blobServiceUri
    packagesContainer: storage.outputs.packagesContainer
    busHostName: messaging.outputs.hostName
    vaultUri: vault.outputs.uri
    signalREndpoint: live.outputs.endpoint
    insightsConnectionString: monitoring.outputs.connectionString
    schedulerEndpoint: durableBackEnd == 'scheduler' ? scheduler!.outputs.endpoint : ''
    schedulerTaskHub: durableBackEnd == 'scheduler' ? scheduler!.outputs.taskHub : ''
    maximumInstanceCount: maximumInstanceCount
    instanceMemoryMB: instanceMemoryMB
    alwaysReadyOrders: alwaysReadyOrders
    market: market
    coins: coins
    cash: cash
    mode: mode
    venue: venue
    venueOptions: venueOptions
    liveCoins: liveCoins
    liveMaxOrder: liveMaxOrder
    liveMaxPerDay: liveMaxPerDay
    liveMaxHeld: liveMaxHeld
    feePercent: feePercent
    liveConfirm: liveConfirm
  }
}

module budget 'budget.bicep' = {
  name: 'budget'
  params: {
    name: 'powertrader-${environmentName}'
    amount: monthlyBudget
    start: budgetStart
    email: alertEmail
  }
}

output functionAppName string = trader.outputs.name
output functionAppHost string = trader.outputs.hostName
output identityClientId string = identity.properties.clientId
output insightsName string = monitoring.outputs.insightsName
output signalREndpoint string = live.outputs.endpoint
output vaultName string = vault.outputs.name
output storageName string = storage.outputs.name
output busName string = messaging.outputs.name
