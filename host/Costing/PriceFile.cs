using System.Globalization;
using PowerTrader.Core.Settings;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Costing;

/// <summary>Prices of one's own contract or region: lines of <c>key=amount</c>, <c>#</c> begins a remark.</summary>
internal static class PriceFile
{
    private const decimal Largest = 1_000_000_000m;

    /// <exception cref="UsageException">No file, or a line that is no price; all faults in one.</exception>
    public static PriceList Read(string path)
    {
        if (!File.Exists(path)) throw new UsageException($"--prices '{path}' does not exist; write lines such as {PriceList.GbSecond}=0.00003");
        var faults = new OptionFaults();
        var amounts = new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase);
        var lines = File.ReadAllLines(path);
        for (var i = 0; i < lines.Length; i++) Take(lines[i].Split('#')[0].Trim(), $"--prices {Path.GetFileName(path)} line {i + 1}", amounts, faults);
        faults.ThrowIfAny();
        if (amounts.Count == 0) faults.AddLine($"--prices '{path}' holds no price; write lines such as {PriceList.GbSecond}=0.00003");
        faults.ThrowIfAny();
        return PriceList.Default.With(amounts, Path.GetFileName(path));
    }

    private static void Take(string line, string where, Dictionary<string, decimal> amounts, OptionFaults faults)
    {
        if (line.Length == 0) return;
        var parts = line.Split('=', 2, StringSplitOptions.TrimEntries);
        if (parts.Length < 2)
        {
            faults.Add(where, line, "must be KEY=AMOUNT", $"for example {PriceList.GbSecond}=0.00003");
        }
        else if (!PriceList.Default.Knows(parts[0]))
        {
            var near = Spelling.Nearest(parts[0], PriceList.Default.All.Select(price => price.Key), slips: 3);
            faults.Add(where, parts[0], "is no price", near is null ? "'powertrader cost --json' lists them" : $"did you mean '{near}'?");
        }
        else if (!decimal.TryParse(parts[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) || amount > Largest)
        {
            faults.Add(where, parts[1], $"must be a number from 0 to {Largest:0} with a point", $"for example {parts[0]}={PriceList.Default[parts[0]].ToString("0.######", CultureInfo.InvariantCulture)}");
        }
        else if (!amounts.TryAdd(parts[0], amount))
        {
            faults.Add(where, parts[0], "is there twice", "keep one of them");
        }
    }
}
