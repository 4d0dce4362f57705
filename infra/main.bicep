targetScope = 'subscription'

@description('Name of the environment: dev, prod, or your own. Part of every name, and the azd environment.')
@minLength(2)
@maxLength(12)
param environmentName string

@description('Region of everything.')
param location string

@description('The person or pipeline that deploys; may upload packages, read table data and the names of secrets. Empty gives nobody such rights.')
param principalId string = ''

@description('Kind of principalId.')
@allowed(['User', 'ServicePrincipal'])
param principalType string = 'User'

@description('Most instances that may run at once; a bound on cost as well as on load.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Memory of an instance.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Instances of the order path that are always warm: nothing safety-critical waits for a cold start. 0 for a trial.')
@minValue(0)
param alwaysReadyOrders int = 0

@description('Back end of the durable workflows: storage costs nothing extra, scheduler is faster and has a dashboard.')
@allowed(['storage', 'scheduler'])
param durableBackEnd string = 'storage'

@description('Where prices come from: kucoin, or coinbase where KuCoin does not serve.')
@allowed(['kucoin', 'coinbase'])
param market string = 'kucoin'

@description('Coins to trade, with commas between.')
param coins string = 'BTC,ETH,XRP,BNB,DOGE'

@description('Paper money that a new portfolio begins with, in its quote currency.')
@minValue(1)
param cash int = 10000

@description('What orders are: paper, or live with real money at the venue. Live trades only where everything below is set; read docs/how-to/go-live-on-azure.md first.')
@allowed(['paper', 'live'])
param mode string = 'paper'

@description('Who executes real money.')
@allowed(['none', 'kucoin', 'robinhood'])
param venue string = 'none'

@description('How the venue is spoken to, NAME=VALUE with commas between; empty for its defaults.')
param venueOptions string = ''

@description('Coins that real money may buy, with commas between.')
param liveCoins string = ''

@description('Largest order of real money, in the quote currency.')
param liveMaxOrder string = ''

@description('Real money ordered within 24 hours.')
param liveMaxPerDay string = ''

@description('Real money in all coins at once.')
param liveMaxHeld string = ''

@description('The fee a side that is counted with, in percent; empty for 0.1. Real money starts only where it is at least what the venue takes.')
param feePercent string = ''

@description('The words that allow real money, as GET /status asks for them: they name portfolio, venue, caps and coins.')
param liveConfirm string = ''

@description('Free has twenty connections and 20,000 messages a day; Standard costs about 50 $ a month.')
@allowed(['Free_F1', 'Standard_S1'])
param signalRSku string = 'Free_F1'

@description('Gigabytes of logs a day at which taking in stops until the next. An alert tells.')
@minValue(1)
param dailyLogGb int = 1

@description('Money a month at which alertEmail is told, in the currency of the subscription.')
@minValue(1)
param monthlyBudget int = 20

@description('First day of the budget, yyyy-MM-01: the first of the month of the first deployment. It cannot be changed later.')
@minLength(10)
@maxLength(10)
param budgetStart string

@description('Who is told of alerts and of the budget.')
param alertEmail string

@description('Days that logs and traces are kept.')
@minValue(30)
@maxValue(730)
param logDays int = 30

@description('Copies of the data: LRS in one place, ZRS in three zones.')
@allowed(['Standard_LRS', 'Standard_ZRS'])
param storageSku string = 'Standard_LRS'

@description('Keep deleted vaults from being purged. Cannot be taken back: on for production.')
param protectVault bool = false

var tags = {
  'azd-env-name': environmentName
  application: 'powertrader'
}

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: 'rg-powertrader-${environmentName}'
  location: location
  tags: tags
}

module app 'modules/app.bicep' = {
  name: 'app'
  scope: group
  params: {
    environmentName: environmentName
    location: location
    tags: tags
    principalId: principalId
    principalType: principalType
    maximumInstanceCount: maximumInstanceCount
    instanceMemoryMB: instanceMemoryMB
    alwaysReadyOrders: alwaysReadyOrders
    durableBackEnd: durableBackEnd
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
    signalRSku: signalRSku
    dailyLogGb: dailyLogGb
    monthlyBudget: monthlyBudget
    budgetStart: budgetStart
    alertEmail: alertEmail
    logDays: logDays
    storageSku: storageSku
    protectVault: protectVault
  }
}

output AZURE_RESOURCE_GROUP string = group.name
output AZURE_LOCATION string = location
output AZURE_FUNCTION_APP string = app.outputs.functionAppName
output AZURE_FUNCTION_APP_HOST string = app.outputs.functionAppHost
output AZURE_CLIENT_ID string = app.outputs.identityClientId
output AZURE_APPLICATION_INSIGHTS string = app.outputs.insightsName
output AZURE_SIGNALR_ENDPOINT string = app.outputs.signalREndpoint
output AZURE_KEY_VAULT string = app.outputs.vaultName
output AZURE_STORAGE_ACCOUNT string = app.outputs.storageName
output AZURE_SERVICE_BUS string = app.outputs.busName
