using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using PowerTrader.Cloud.Hosting;
using PowerTrader.Functions;

try
{
    var builder = FunctionsApplication.CreateBuilder(args);
    builder.ConfigureFunctionsWebApplication();
    builder.Services.AddTrader();
    builder.Services.AddTraderTelemetry();
    builder.Build().Run();
    return 0;
}
catch (CloudOptionsException unsound)
{
    foreach (var fault in unsound.Faults) Console.Error.WriteLine(fault);
    return 2;
}
