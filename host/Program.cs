using PowerTrader.Host.CommandLine;

return await PowerTraderCommand.InvokeAsync(args);
