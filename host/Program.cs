using PowerTrader.Host.CommandLine;
using PowerTrader.Host.Running;

Redaction.Install();
return await PowerTraderCommand.InvokeAsync(args);
