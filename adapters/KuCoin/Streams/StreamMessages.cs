using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.KuCoin.Streams;

/// <summary>Messages to updates. Pure; a message that is not of its form throws, because a stream that cannot be read must not look alive.</summary>
internal static class StreamMessages
{
    /// <exception cref="TransientException">It is no message of the protocol.</exception>
    public static StreamFrame Frame(ReadOnlySpan<byte> text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, StreamJson.Default.StreamFrame) ?? throw new TransientException("the stream sent an empty message");
        }
        catch (JsonException fault)
        {
            throw new TransientException("the stream sent what is no JSON", fault);
        }
    }

    public static string Text(StreamRequest request) => JsonSerializer.Serialize(request, StreamJson.Default.StreamRequest);

    /// <summary>Null for channels that carry no update of their own (the incremental book needs its state) and for unknown ones.</summary>
    /// <exception cref="TransientException">The data is not of the channel's form.</exception>
    public static StreamUpdate? Update(StreamFrame frame, DateTimeOffset now)
    {
        if (!StreamTopic.TryParse(frame.Topic, out var topic)) return null;
        try
        {
            return Update(frame, topic, now);
        }
        catch (ArgumentException fault)
        {
            // A price, size or instant that cannot be.
            throw new TransientException($"the stream sent {frame.Topic} with a value that cannot be", fault);
        }
    }

    public static StreamBookChange BookChange(StreamFrame frame) => Data(frame, StreamJson.Default.StreamBookChange);

    /// <summary>A row <c>[price, size, …]</c>.</summary>
    public static BookLevel Level(string[] row) =>
        row.Length >= 2 ? new BookLevel(Number(row[0]), Number(row[1])) : throw new TransientException("the stream sent a book row without a size");

    private static StreamUpdate? Update(StreamFrame frame, StreamTopic topic, DateTimeOffset now) => topic.Channel switch
    {
        StreamTopic.TickerChannel => Quote(frame, topic, now),
        StreamTopic.CandleChannel => Candle(Data(frame, StreamJson.Default.StreamCandle), topic),
        StreamTopic.MatchChannel => Trade(Data(frame, StreamJson.Default.StreamMatch)),
        StreamTopic.BestOffersChannel => BestOffers(Data(frame, StreamJson.Default.StreamBestOffers), topic),
        StreamTopic.Depth5Channel or StreamTopic.Depth50Channel => Depth(Data(frame, StreamJson.Default.StreamDepth), topic),
        StreamTopic.SnapshotChannel => Day(Data(frame, StreamJson.Default.StreamSnapshot).Data),
        _ => null,
    };

    private static T Data<T>(StreamFrame frame, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return frame.Data?.Deserialize(type) ?? throw new TransientException($"the stream sent {frame.Topic} without data");
        }
        catch (JsonException fault)
        {
            throw new TransientException($"the stream sent {frame.Topic} in another form", fault);
        }
    }

    private static StreamUpdate.Quoted? Quote(StreamFrame frame, StreamTopic topic, DateTimeOffset now)
    {
        // The topic of all tickers names the pair in the subject.
        var symbol = Pair(topic.Argument == "all" ? frame.Subject : topic.Argument);
        return KuCoinMarketData.ToQuote(symbol, Data(frame, StreamJson.Default.KuCoinTicker), now) is { } quote
            ? new StreamUpdate.Quoted(quote, UpdateSource.Stream)
            : null;
    }

    private static StreamUpdate.CandleChanged Candle(StreamCandle data, StreamTopic topic)
    {
        var symbol = Pair(data.Symbol);
        var at = topic.Argument.LastIndexOf('_');
        if (at < 0 || !KuCoinIntervals.TryParse(topic.Argument[(at + 1)..], out var interval))
            throw new TransientException($"the stream sent candles of an unknown length: {topic.Argument}");
        var candle = KuCoinMarketData.Parse(data.Candles, symbol);
        if (interval.OpenOf(candle.OpenTime) != candle.OpenTime) throw new TransientException($"the stream sent a candle of {symbol} that opens at {candle.OpenTime:u}");
        return new(symbol, interval, candle, Nanoseconds(data.Time), UpdateSource.Stream);
    }

    private static StreamUpdate.Traded Trade(StreamMatch match) =>
        new(Pair(match.Symbol), match.TradeId, match.Side, new Price(Number(match.Price)), new Quantity(Number(match.Size)), Nanoseconds((long)Number(match.Time)));

    private static StreamUpdate.BookChanged BestOffers(StreamBestOffers best, StreamTopic topic) =>
        new(Pair(topic.Argument), Rows([best.Bids]), Rows([best.Asks]), Milliseconds(best.Timestamp));

    private static StreamUpdate.BookChanged Depth(StreamDepth depth, StreamTopic topic) =>
        new(Pair(topic.Argument), Rows(depth.Bids), Rows(depth.Asks), Milliseconds(depth.Timestamp));

    private static StreamUpdate.DayChanged Day(StreamSnapshotData day) =>
        new(
            Pair(day.Symbol), day.Open ?? 0, day.High ?? 0, day.Low ?? 0, day.LastTradedPrice ?? 0, day.Vol ?? 0, day.Trading == true,
            Milliseconds(day.Datetime));

    /// <summary>An idle side has an empty row.</summary>
    private static List<BookLevel> Rows(string[][] rows) => [.. rows.Where(row => row.Length > 0).Select(Level)];

    private static Symbol Pair(string? name) => Symbol.TryParse(name, out var symbol) ? symbol : throw new TransientException($"the stream names no pair: '{name}'");

    private static decimal Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw new TransientException($"the stream sent '{text}' for a number");

    private static DateTimeOffset Milliseconds(long since) => DateTimeOffset.FromUnixTimeMilliseconds(since);

    private static DateTimeOffset Nanoseconds(long since) => DateTimeOffset.UnixEpoch.AddTicks(since / 100);
}
