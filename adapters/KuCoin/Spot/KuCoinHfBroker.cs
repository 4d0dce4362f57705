using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.KuCoin.Spot;

/// <summary>A spot account by the HF calls: the venue can cancel its open orders by itself when this program falls silent.</summary>
public sealed class KuCoinHfBroker(KuCoinSpotClient client, KuCoinSpotOptions options, TimeProvider time) : KuCoinSpotBroker(client, options, time), IDeadManSwitch
{
    private const int MaxPairs = 50;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <exception cref="ArgumentOutOfRangeException">5 s to a day, and at most 50 pairs.</exception>
    public async Task<DeadManState> SetAsync(TimeSpan timeout, IReadOnlyCollection<Symbol> symbols, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        if (timeout < Shortest || timeout > Longest) throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "the venue takes 5 s to a day");
        if (symbols.Count > MaxPairs) throw new ArgumentOutOfRangeException(nameof(symbols), symbols.Count, "the venue takes 50 pairs at most; none mean all");
        var request = new SpotDeadManRequest((long)Math.Ceiling(timeout.TotalSeconds), string.Join(',', symbols));
        var set = SpotErrors.Require(await Client.SetDeadManAsync(request, cancellationToken));
        return new DeadManState([.. symbols], TimeSpan.FromSeconds(set.TriggerTime - set.CurrentTime));
    }

    public async Task<DeadManState?> GetAsync(CancellationToken cancellationToken)
    {
        var answer = await Client.GetDeadManAsync(cancellationToken);
        if (answer.Error?.Kind == KuCoinErrorKind.NoData) return null;
        var state = SpotErrors.Require(answer);
        if (state.Timeout is not > 0) return null;
        var pairs = (state.Symbols ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new DeadManState([.. pairs.Select(Symbol.Parse)], TimeSpan.FromSeconds(state.TriggerTime - state.CurrentTime));
    }

    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        var answer = await Client.SetDeadManAsync(new SpotDeadManRequest(-1, ""), cancellationToken);
        if (answer.Error is { Kind: not KuCoinErrorKind.NoData } error) SpotErrors.Throw(error);
    }
}
