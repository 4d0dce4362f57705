using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using PowerTrader.Core.Experiments;
using PowerTrader.Core.Extensions;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Prediction;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.CommandLine;

/// <summary><c>evaluate</c>: recorded candles in, figures out. Nothing is stored.</summary>
internal static class ResearchVerbs
{
    private const int UsualHoldout = 1000;

    private const string Text =
        "Measure how far a model's forecasts are off, out of sample.\n\nExample: powertrader evaluate --candles BTC-USDT.csv --model sound --holdout 2000\n" +
        "Example: powertrader evaluate --candles BTC-USDT.csv --plugins plugins --model persistence --param factor=1.5";

    /// <summary>What was asked for, checked.</summary>
    /// <param name="Holdout">Null for the usual one, or less where the file is short.</param>
    private sealed record Question(string Candles, ModelDefinition Model, ParameterSet Parameters, int? Holdout, bool Rows, bool Learn, bool Json);

    public static void AddTo(RootCommand root)
    {
        var candles = new Option<string?>("--candles") { Description = "CSV file: time,open,high,low,close,volume" };
        var json = CommonOptions.Json();
        var model = new Option<string?>("--model") { Description = $"{string.Join(", ", Names(ExtensionRegistry.BuiltIn))}, one of a plug-in, or NAME@VERSION (default: {SoundModel.ModelName})" };
        var param = ParameterOption.Create("model");
        var plugIns = PlugInOption.Create();
        var holdout = new Option<string?>("--holdout") { Description = $"How many of the last candles are kept out of training and walked (default: {UsualHoldout}, fewer of a short file)" };
        var rows = new Option<bool>("--rows") { Description = "Print the forecasts of every row too" };
        var learn = new Option<bool>("--learn") { Description = "Let the model learn on while it walks" };
        var evaluate = new Command("evaluate", Text) { candles, model, param, plugIns, holdout, rows, learn, json };
        evaluate.SetAction((parsed, token) =>
        {
            var faults = new OptionFaults();
            var path = parsed.GetValue(candles);
            faults.Require("--candles", path, "an evaluation needs recorded hourly candles", "for example --candles BTC-USDT.csv");
            var registry = Registry(parsed.GetValue(plugIns), faults);
            var definition = Model(registry, parsed.GetValue(model) ?? SoundModel.ModelName, faults);
            var given = ParameterOption.Read(parsed.GetValue(param) ?? [], definition, faults);
            var most = parsed.GetValue(holdout) is { } text ? (int)faults.Whole("--holdout", text, UsualHoldout, 1, 100_000_000) : (int?)null;
            faults.ThrowIfAny();
            return Task.FromResult(Evaluate(new Question(path!, definition, ParameterSet.Read(definition.Name, definition.Parameters, given), most, parsed.GetValue(rows), parsed.GetValue(learn), parsed.GetValue(json))));
        });
        root.Subcommands.Add(evaluate);
    }

    private static ExtensionRegistry Registry(string? folder, OptionFaults faults)
    {
        try
        {
            return PlugInOption.Registry(folder);
        }
        catch (UsageException fault)
        {
            foreach (var line in fault.Faults) faults.AddLine(line);
            return PlugInOption.Registry(null);
        }
    }

    private static IEnumerable<string> Names(ExtensionRegistry registry) => registry.Models.Select(each => each.Name).Distinct();

    private static ModelDefinition Model(ExtensionRegistry registry, string id, OptionFaults faults)
    {
        if (registry.FindModel(id) is { } found) return found;
        faults.Add("--model", id, "is not known", $"use one of {string.Join(", ", Names(registry))}; --plugins DIR brings more");
        return registry.FindModel(SoundModel.ModelName)!;
    }

    private static int Evaluate(Question question)
    {
        var candles = CandleFiles.Read(question.Candles, Timeframe.Hour1).Candles;
        if (question.Holdout is { } asked && candles.Count - asked < Evaluator.MinTraining)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"--holdout '{asked}' leaves {Math.Max(0, candles.Count - asked)} of {candles.Count} candles for training, at least {Evaluator.MinTraining} are needed; use {(candles.Count > Evaluator.MinTraining ? "a smaller one" : "a longer file")}"));
        }
        var holdout = question.Holdout ?? Math.Min(UsualHoldout, candles.Count - Evaluator.MinTraining);
        var result = holdout > 0 ? Run(question, candles, holdout) : Nothing(question.Model.Name, candles.Count);
        if (question.Json) Console.WriteLine(JsonSerializer.Serialize(result, ResearchJson.Default.EvaluationResult));
        else Print(result);
        return ExitCodes.Done;
    }

    private static EvaluationResult Run(Question question, IReadOnlyList<Candle> candles, int holdout)
    {
        using var progress = new PercentLine("evaluate", holdout, !question.Json);
        try
        {
            return Evaluator.Run(candles, question.Model.Create(question.Parameters, question.Learn), holdout, question.Rows, progress);
        }
        catch (ParameterException fault)
        {
            throw new UsageException([.. fault.Faults.Select(each => "--param: " + each)]);
        }
        catch (Exception fault) when (fault is not OperationCanceledException and not OutOfMemoryException)
        {
            // A model may be somebody's plug-in: what it throws is told as its own.
            throw new WorldException($"The model {((IDefinition)question.Model).Id} failed: {fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}; ask its author, or use another --model.", fault);
        }
    }

    private static EvaluationResult Nothing(string model, int candles) => new(model, 0, 0, [], null)
    {
        Remark = string.Create(CultureInfo.InvariantCulture, $"nothing was measured: {candles} candle{(candles == 1 ? " leaves" : "s leave")} none to walk, a model trains on at least {Evaluator.MinTraining}; use a longer file"),
    };

    private static void Print(EvaluationResult result)
    {
        if (result.Remark is { } remark)
        {
            Console.WriteLine($"{result.Model}: {remark}");
            return;
        }
        Console.WriteLine($"{result.Model}: trained on {result.Trained} candles, walked {result.Holdout}");
        Console.WriteLine("timeframe  candles  active  high error %  low error %");
        foreach (var error in result.Errors)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{error.Timeframe,-9}  {error.Candles,7}  {error.Active,6}  {error.HighError,12:0.0000}  {error.LowError,11:0.0000}"));
    }
}
