using System.Text.Json;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.KuCoin;

/// <summary>Recorded replies and stream messages of KuCoin, and the rule that each of their properties is read.</summary>
internal static class KuCoinFixtures
{
    /// <summary>Line 1 is the method, 2 the path, 3 whether it is signed; the rest is the reply.</summary>
    public static (string Path, bool Signed, string Body) Endpoint(string file, string folder = "ExchangeData")
    {
        var lines = File.ReadAllText(RecordedData.Require("fixtures", "kucoin", "Endpoints", "Spot", folder, file)).Split('\n');
        return (lines[1].Trim(), lines[2].Trim() == "true", string.Join('\n', lines.Skip(3)));
    }

    /// <summary>Lines that begin with &gt; are sent, with &lt; received; what follows a = is the pushed message.</summary>
    public static Recording Stream(string file)
    {
        var text = File.ReadAllText(RecordedData.Require("fixtures", "kucoin", "Subscriptions", "Spot", file));
        var sent = text.Split('\n').Where(line => line.StartsWith('>')).Select(After).ToList();
        var lines = text.Split('\n').SkipWhile(line => !line.StartsWith('=')).ToList();
        var pushed = lines[0].Trim() == "=" ? [string.Join('\n', lines.Skip(1))] : lines.Where(line => line.StartsWith('=')).Select(After).ToList();
        return new Recording(sent, pushed);
    }

    /// <summary>Whatever was recorded is found again in what was read, with the same value, and nothing was invented. A null equals an absence.</summary>
    public static void ShouldBeAccounted(JsonElement recorded, JsonElement read, string at = "data")
    {
        if (recorded.ValueKind == JsonValueKind.Null)
        {
            read.ValueKind.ShouldBe(JsonValueKind.Null, at);
            return;
        }
        read.ValueKind.ShouldBe(recorded.ValueKind, at);
        switch (recorded.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in recorded.EnumerateObject())
                {
                    read.TryGetProperty(property.Name, out var value).ShouldBeTrue($"{at}.{property.Name} is not read");
                    ShouldBeAccounted(property.Value, value, $"{at}.{property.Name}");
                }
                foreach (var property in read.EnumerateObject())
                    (property.Value.ValueKind == JsonValueKind.Null || recorded.TryGetProperty(property.Name, out _)).ShouldBeTrue($"{at}.{property.Name} is invented");
                break;
            case JsonValueKind.Array:
                read.GetArrayLength().ShouldBe(recorded.GetArrayLength(), at);
                for (var i = 0; i < recorded.GetArrayLength(); i++) ShouldBeAccounted(recorded[i], read[i], $"{at}[{i}]");
                break;
            case JsonValueKind.Number:
                read.GetDecimal().ShouldBe(recorded.GetDecimal(), at);
                break;
            case JsonValueKind.String:
                read.GetString().ShouldBe(recorded.GetString(), at);
                break;
            default:
                read.GetRawText().ShouldBe(recorded.GetRawText(), at);
                break;
        }
    }

    private static string After(string line) => line[line.IndexOf('{')..].Trim();

    internal sealed record Recording(IReadOnlyList<string> Sent, IReadOnlyList<string> Pushed);
}
