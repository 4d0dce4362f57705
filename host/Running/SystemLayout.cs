using PowerTrader.Adapters.Scheduling;
using PowerTrader.Core;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Host.Running;

/// <summary>What a trader serves and how often it looks; the default is that of this program. Others are counted by <c>cost</c>.</summary>
internal sealed record SystemLayout
{
    public static SystemLayout Default { get; } = new();

    public IReadOnlyList<PortfolioKey> Portfolios { get; init; } = [TradingSystem.DefaultPortfolio];

    /// <summary>As <see cref="Core.Workflows.PortfolioSessions.AtOnce"/>.</summary>
    public int AtOnce { get; init; } = 1;

    /// <summary>As <see cref="Core.Workflows.WorkHooks.HasTicks"/>.</summary>
    public bool HasTicks { get; init; } = true;

    /// <summary>NCRONTAB with seconds.</summary>
    public string MarketTick { get; init; } = Schedules.MarketTick;

    /// <summary>NCRONTAB with seconds.</summary>
    public string TradeTick { get; init; } = Schedules.TradeTick;

    /// <summary>As <see cref="EmbeddedRuntimeOptions.BeforeWork"/>.</summary>
    public Func<WorkItem, CancellationToken, Task>? BeforeWork { get; init; }
}
