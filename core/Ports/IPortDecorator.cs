namespace PowerTrader.Core.Ports;

/// <summary>What stands between the work and its ports. In production nothing does; tests count calls, lose replies and stop processes there.</summary>
public interface IPortDecorator
{
    /// <summary>Keeps <see cref="ITableChanges"/> where the store has it.</summary>
    ITableStore Over(ITableStore inner) => inner;

    IBlobStore Over(IBlobStore inner) => inner;

    IMessageQueue Over(IMessageQueue inner) => inner;

    IWorkflowEngine Over(IWorkflowEngine inner) => inner;

    IMarketData Over(IMarketData inner) => inner;

    IBroker Over(IBroker inner) => inner;

    /// <summary>A call of the embedded runtime or engine to its own storage that no port covers: the journal, the release of locks.</summary>
    T Call<T>(string name, Func<T> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return call();
    }

    static IPortDecorator None { get; } = new NoDecorator();

    private sealed class NoDecorator : IPortDecorator;
}
