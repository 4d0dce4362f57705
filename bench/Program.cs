using PowerTrader.Bench;

return await BenchCommand.RunAsync(args);
