param suffix string
param location string
param tags object
param logDays int
param dailyLogGb int
param alertEmail string
param appPrincipalId string
param busName string

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: 'log-powertrader-${suffix}'
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: logDays
    // A loop that logs must not cost more than the trading.
    workspaceCapping: { dailyQuotaGb: dailyLogGb }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-powertrader-${suffix}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: logs.id
    DisableLocalAuth: true
  }
}

resource access 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, appPrincipalId, 'publisher')
  scope: insights
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '3913510d-42f4-4e42-8a64-420c390055eb') // Monitoring Metrics Publisher
  }
}

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-powertrader'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'powertrader'
    enabled: true
    emailReceivers: [
      { name: 'owner', emailAddress: alertEmail, useCommonAlertSchema: true }
    ]
  }
}

resource bus 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: busName
}

resource deadLetters 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'dead-letters'
  location: 'global'
  tags: tags
  properties: {
    description: 'A message was given up: an order or a request was not handled. See docs/reference/functions.md.'
    severity: 1
    enabled: true
    scopes: [bus.id]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'dead'
          criterionType: 'StaticThresholdCriterion'
          metricName: 'DeadletteredMessages'
          metricNamespace: 'Microsoft.ServiceBus/namespaces'
          operator: 'GreaterThan'
          threshold: 0
          timeAggregation: 'Maximum'
          // One alert for each queue, which it names.
          dimensions: [{ name: 'EntityName', operator: 'Include', values: ['*'] }]
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}

// Kusto over what the app reports (docs/reference/telemetry.md); each row found is one alert.
var queries = [
  {
    name: 'failed-cycles'
    severity: 1
    minutes: 15
    description: 'A trade cycle, the tracking of an order, a forecast or a daily close failed for good; the tag workflow says which.'
    query: 'customMetrics | where name == "powertrader.workflows.failed" and valueSum > 0'
  }
  {
    name: 'old-orders'
    severity: 1
    minutes: 15
    description: 'An order has been open for more than ten minutes: its tracking stands still.'
    query: 'customMetrics | where name == "powertrader.order.age" and valueMax > 600'
  }
  {
    name: 'reconcile-lag'
    severity: 1
    minutes: 15
    description: 'A portfolio was not reconciled for fifteen minutes: it only sells until it is.'
    query: 'customMetrics | where name == "powertrader.reconcile.lag" and valueMax > 900'
  }
  {
    name: 'unknown-orders'
    severity: 2
    minutes: 15
    description: 'The venue did not answer an order: it may exist. Reconciling settles it; nothing is to be done unless this repeats.'
    query: 'customMetrics | where name == "powertrader.orders" and tostring(customDimensions.state) == "unknown" and valueSum > 0'
  }
]

resource rules 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for each in queries: {
  name: each.name
  location: location
  tags: tags
  properties: {
    displayName: each.name
    description: each.description
    severity: each.severity
    enabled: true
    scopes: [insights.id]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT${each.minutes}M'
    criteria: {
      allOf: [
        { query: each.query, timeAggregation: 'Count', operator: 'GreaterThan', threshold: 0, failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 } }
      ]
    }
    actions: { actionGroups: [people.id] }
  }
}]

// The opposite: nothing was reported where there is something every minute. A dead trader must not look like a quiet one.
resource silence 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: 'silence'
  location: location
  tags: tags
  properties: {
    displayName: 'silence'
    description: 'No trade tick for ten minutes: the app is down, or its schedule does not fire.'
    severity: 0
    enabled: true
    scopes: [insights.id]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT10M'
    criteria: {
      allOf: [
        { query: 'customMetrics | where name == "powertrader.ticks" and tostring(customDimensions.schedule) == "TradeTick" and tostring(customDimensions.outcome) == "done"', timeAggregation: 'Count', operator: 'LessThan', threshold: 1, failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 } }
      ]
    }
    actions: { actionGroups: [people.id] }
  }
}

// Without logs every other alert but silence is blind, and silence is heard for the wrong reason.
resource logCap 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: 'log-cap'
  location: location
  tags: tags
  properties: {
    displayName: 'log-cap'
    description: 'The day\'s logs are used up: nothing is taken in until the next, and the alerts on the trader are blind. See who writes so much.'
    severity: 1
    enabled: true
    scopes: [logs.id]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT10M'
    criteria: {
      allOf: [
        { query: '_LogOperation | where Category =~ "Ingestion" and Detail contains "OverQuota"', timeAggregation: 'Count', operator: 'GreaterThan', threshold: 0, failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 } }
      ]
    }
    actions: { actionGroups: [people.id] }
  }
}

output insightsName string = insights.name
output connectionString string = insights.properties.ConnectionString
