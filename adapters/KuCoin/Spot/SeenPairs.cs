using System.Collections.Concurrent;
using PowerTrader.Core.Markets;

namespace PowerTrader.Adapters.KuCoin.Spot;

/// <summary>Pairs that were asked about. Thread-safe.</summary>
internal sealed class SeenPairs
{
    private readonly ConcurrentDictionary<string, bool> names = new();

    public IEnumerable<string> All => names.Keys;

    public void Add(Symbol symbol) => names.TryAdd(symbol.Value, true);
}
