namespace PowerTrader.Adapters.KuCoin.Spot;

/// <summary>Which family of order calls an account uses.</summary>
public enum SpotApi
{
    /// <summary>What the venue calls spot orders today.</summary>
    Hf,

    /// <summary>The family before it, which it still serves.</summary>
    Legacy,
}
