using System.Text.Json;
using PowerTrader.Adapters.KuCoin;
using PowerTrader.Core.Markets;

namespace PowerTrader.Adapters.Simulation;

/// <summary>One stream connection of the simulated exchange: KuCoin's welcome, ping, subscribe and market messages. Not thread-safe.</summary>
public sealed class SimulatedStream
{
    private const string All = "all";

    private static readonly string[] Channels = ["/market/ticker", "/market/candles", "/market/level2", "/market/match"];

    private readonly SimulatedExchange exchange;
    private readonly SortedSet<string> topics = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> bookAt = [];

    internal SimulatedStream(SimulatedExchange exchange) => this.exchange = exchange;

    /// <summary>Topics subscribed, one pair each.</summary>
    public int Topics => topics.Count;

    public static string Welcome(string connectId) => SimulatedJson.Message(writer => Simple(writer, connectId, "welcome"));

    /// <summary>The answer to a client's message; null for what the venue ignores.</summary>
    public string? Hear(string text)
    {
        using var message = JsonDocument.Parse(text);
        var id = Property(message, "id") ?? "";
        return Property(message, "type") switch
        {
            "ping" => SimulatedJson.Message(writer => Simple(writer, id, "pong")),
            "subscribe" => Change(id, Property(message, "topic") ?? "", topic => topics.Add(topic)),
            "unsubscribe" => Change(id, Property(message, "topic") ?? "", topic => topics.Remove(topic)),
            _ => Error(id, 415, "type is not supported"),
        };
    }

    /// <summary>What every subscribed topic says at the venue's present instant. Books say what changed since they last did.</summary>
    public IReadOnlyList<string> Publish() => exchange.Look((figures, now) =>
    {
        var messages = new List<string>();
        foreach (var topic in topics)
        {
            var (channel, argument) = Split(topic);
            if (argument == All)
            {
                messages.AddRange(figures.Listed.Select(listed => Ticker(topic, listed.Pair.Symbol.Value, listed, now)).Where(_ => !exchange.Faults.TakeLostMessage()));
                continue;
            }
            if (figures.Find(argument.Split('_')[0]) is not { } book) continue;
            if (Message(channel, argument, topic, book, figures, now) is { } message && !exchange.Faults.TakeLostMessage()) messages.Add(message);
        }
        return messages;
    });

    private string? Message(string channel, string argument, string topic, SimulatedBook book, SimulatedFigures figures, DateTimeOffset now)
    {
        switch (channel)
        {
            case "/market/ticker":
                return Ticker(topic, "trade.ticker", book, now);
            case "/market/match":
                return Data(topic, "trade.l3match", writer => Match(writer, book, now));
            case "/market/level2":
                return BookChange(topic, book, now);
            default:
                return KuCoinIntervals.TryParse(argument.Split('_')[1], out var interval)
                    && figures.Candle(book, interval, interval.OpenOf(now), now) is { } candle
                    ? Data(topic, "trade.candles.update", writer => Candle(writer, book, candle, now))
                    : null;
        }
    }

    /// <summary>In the topic of all tickers the subject names the pair.</summary>
    private static string Ticker(string topic, string subject, SimulatedBook book, DateTimeOffset now) =>
        Data(topic, subject, writer => SimulatedFigures.Ticker(writer, book, now));

    private string? BookChange(string topic, SimulatedBook book, DateTimeOffset now)
    {
        var last = bookAt.TryGetValue(topic, out var at) ? at : now;
        bookAt[topic] = now;
        var (first, sequence) = (last.ToUnixTimeSeconds() + 1, now.ToUnixTimeSeconds());
        if (sequence < first) return null;
        var (oldBids, oldAsks) = SimulatedFigures.Ladder(book, last);
        var (bids, asks) = SimulatedFigures.Ladder(book, now);
        return Data(topic, "trade.l2update", writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("changes");
            Changes(writer, "asks", oldAsks, asks, sequence);
            Changes(writer, "bids", oldBids, bids, sequence);
            writer.WriteEndObject();
            writer.WriteNumber("sequenceStart", first);
            writer.WriteNumber("sequenceEnd", sequence);
            writer.WriteString("symbol", book.Pair.Symbol.Value);
            writer.WriteNumber("time", now.ToUnixTimeMilliseconds());
            writer.WriteEndObject();
        });
    }

    private static void Changes(
        Utf8JsonWriter writer, string name, List<SimulatedFigures.BookRow> before, List<SimulatedFigures.BookRow> after, long sequence)
    {
        writer.WriteStartArray(name);
        foreach (var gone in before.Select(row => row.Price).Except(after.Select(row => row.Price)))
            writer.Row(SimulatedJson.Text(gone), "0", SimulatedJson.Text(sequence));
        foreach (var row in after.Except(before)) writer.Row(SimulatedJson.Text(row.Price), SimulatedJson.Text(row.Size), SimulatedJson.Text(sequence));
        writer.WriteEndArray();
    }

    private static void Match(Utf8JsonWriter writer, SimulatedBook book, DateTimeOffset now)
    {
        var second = SimulatedJson.Text(now.ToUnixTimeSeconds());
        writer.WriteStartObject();
        writer.WriteString("sequence", second);
        writer.WriteString("type", "match");
        writer.WriteString("symbol", book.Pair.Symbol.Value);
        writer.WriteString("side", SimulatedFigures.Side(now));
        writer.WriteString("price", SimulatedJson.Text(book.TouchAt(now).Last));
        writer.WriteString("size", SimulatedJson.Text(book.Pair.MinQuantity));
        writer.WriteString("tradeId", second);
        writer.WriteString("takerOrderId", "taker" + second);
        writer.WriteString("makerOrderId", "maker" + second);
        writer.WriteString("time", SimulatedJson.Text(now.ToUnixTimeMilliseconds() * 1_000_000));
        writer.WriteEndObject();
    }

    private static void Candle(Utf8JsonWriter writer, SimulatedBook book, in Candle candle, DateTimeOffset now)
    {
        writer.WriteStartObject();
        writer.WriteString("symbol", book.Pair.Symbol.Value);
        writer.WritePropertyName("candles");
        SimulatedFigures.Row(writer, candle);
        writer.WriteNumber("time", now.ToUnixTimeMilliseconds() * 1_000_000);
        writer.WriteEndObject();
    }

    private string Change(string id, string topic, Action<string> change)
    {
        var (channel, argument) = Split(topic);
        var arguments = argument.Split(',');
        var known = exchange.Look((figures, _) => Channels.Contains(channel) && Array.TrueForAll(arguments, each => IsKnown(figures, channel, each)));
        if (!known) return Error(id, 404, $"topic {topic} is not found");
        foreach (var each in arguments) change($"{channel}:{each}");
        return SimulatedJson.Message(writer => Simple(writer, id, "ack"));
    }

    private static bool IsKnown(SimulatedFigures figures, string channel, string argument)
    {
        if (argument == All) return channel == "/market/ticker";
        var parts = argument.Split('_');
        var withInterval = channel == "/market/candles";
        return parts.Length == (withInterval ? 2 : 1) && figures.Find(parts[0]) is not null && (!withInterval || KuCoinIntervals.TryParse(parts[1], out _));
    }

    private static (string Channel, string Argument) Split(string topic)
    {
        var colon = topic.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (topic, "") : (topic[..colon], topic[(colon + 1)..]);
    }

    private static string? Property(JsonDocument message, string name) =>
        message.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Data(string topic, string subject, Action<Utf8JsonWriter> write) => SimulatedJson.Message(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("topic", topic);
        writer.WriteString("type", "message");
        writer.WriteString("subject", subject);
        writer.WritePropertyName("data");
        write(writer);
        writer.WriteEndObject();
    });

    private static string Error(string id, int code, string reason) => SimulatedJson.Message(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("id", id);
        writer.WriteString("type", "error");
        writer.WriteNumber("code", code);
        writer.WriteString("data", reason);
        writer.WriteEndObject();
    });

    private static void Simple(Utf8JsonWriter writer, string id, string type)
    {
        writer.WriteStartObject();
        writer.WriteString("id", id);
        writer.WriteString("type", type);
        writer.WriteEndObject();
    }
}
