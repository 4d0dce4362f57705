using System.Text.Json;
using PowerTrader.Adapters.KuCoin.Spot;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.KuCoin.Streams;

/// <summary>Messages of an account to hints. What cannot be understood is a hint too: that something happened is all a hint says.</summary>
internal sealed class AccountTopics(Action<AccountHint> hear, Action<FeedState> change) : IStreamTopics
{
    private readonly List<StreamTopic> wanted = [StreamTopic.OwnOrders, StreamTopic.Balances];

    public IReadOnlyList<StreamTopic> Wanted => wanted;

    public void Begin()
    {
        change(new FeedState(IsLive: true, ""));
        // What happened while nobody listened is not sent again.
        hear(default);
    }

    public void Take(StreamFrame frame, DateTimeOffset now)
    {
        if (frame.Topic == StreamTopic.OwnOrders.Channel) hear(Hint(frame));
        else if (frame.Topic == StreamTopic.Balances.Channel) hear(default);
    }

    public void Refuse(StreamTopic topic, string reason) => wanted.Remove(topic);

    private static AccountHint Hint(StreamFrame frame)
    {
        try
        {
            var order = frame.Data?.Deserialize(AccountJson.Default.StreamOrder);
            return new AccountHint(SpotMapping.ClientId(order?.ClientOid), Symbol.TryParse(order?.Symbol, out var symbol) ? symbol : null);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
