using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Chaos.Tests.Mutants;

/// <summary>A trader with a mistake, made from the sound one by what stands before its ports and handlers. The harness must find each.</summary>
internal abstract class Mutant
{
    public static Mutant None { get; } = new Sound();

    /// <summary>Between the work and its broker.</summary>
    public virtual IBroker Over(IBroker inner) => inner;

    public virtual ITableStore Over(ITableStore inner) => inner;

    public virtual void Register(TraderWork work, WorkCatalogue catalogue, WorkHooks hooks) => work.Register(catalogue, hooks);

    private sealed class Sound : Mutant;
}
