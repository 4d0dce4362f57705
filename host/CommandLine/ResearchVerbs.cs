using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using PowerTrader.Core.Experiments;
using PowerTrader.Core.Markets;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.CommandLine;

/// <summary><c>evaluate</c>: recorded candles in, figures out. Nothing is stored.</summary>
internal static class ResearchVerbs
{
    public static void AddTo(RootCommand root)
    {
        var candles = new Option<string?>("--candles") { Description = "CSV file: time,open,high,low,close,volume" };
        var json = CommonOptions.Json();
        var model = new Option<string?>("--model") { Description = string.Join(", ", Evaluator.Models) + " (default: sound)" };
        var holdout = new Option<string?>("--holdout") { Description = "How many of the last candles are kept out of training and walked (default: 1000)" };
        var rows = new Option<bool>("--rows") { Description = "Print the forecasts of every row too" };
        var learn = new Option<bool>("--learn") { Description = "Let the model learn on while it walks" };
        var evaluate = new Command("evaluate", "Measure how far a model's forecasts are off, out of sample.\n\nExample: powertrader evaluate --candles BTC-USDT.csv --model sound --holdout 2000")
            { candles, model, holdout, rows, learn, json };
        evaluate.SetAction((parsed, token) => Task.FromResult(Evaluate(
            parsed.GetValue(candles), parsed.GetValue(model), parsed.GetValue(holdout), parsed.GetValue(rows), parsed.GetValue(learn), parsed.GetValue(json))));
        root.Subcommands.Add(evaluate);
    }

    private static int Evaluate(string? path, string? modelText, string? holdoutText, bool rows, bool learn, bool json)
    {
        var faults = new OptionFaults();
        faults.Require("--candles", path, "an evaluation needs recorded hourly candles", "for example --candles BTC-USDT.csv");
        var model = faults.OneOf("--model", modelText, Evaluator.Models[0], Evaluator.Models);
        var holdout = (int)faults.Whole("--holdout", holdoutText, 1000, 1, 100_000_000);
        faults.ThrowIfAny();
        var series = CandleFiles.Read(path!, Timeframe.Hour1);
        if (series.Candles.Count - holdout < Evaluator.MinTraining)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"--holdout '{holdout}' leaves {series.Candles.Count - holdout} of {series.Candles.Count} candles for training, at least {Evaluator.MinTraining} are needed; use a smaller one"));
        }
        using var progress = new PercentLine("evaluate", holdout, !json);
        var result = Evaluator.Run(series.Candles, Evaluator.Create(model, learn), holdout, rows, progress);
        progress.Dispose();
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(result, ResearchJson.Default.EvaluationResult));
            return ExitCodes.Done;
        }
        Console.WriteLine($"{result.Model}: trained on {result.Trained} candles, walked {result.Holdout}");
        Console.WriteLine("timeframe  candles  active  high error %  low error %");
        foreach (var error in result.Errors)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{error.Timeframe,-9}  {error.Candles,7}  {error.Active,6}  {error.HighError,12:0.0000}  {error.LowError,11:0.0000}"));
        return ExitCodes.Done;
    }
}
