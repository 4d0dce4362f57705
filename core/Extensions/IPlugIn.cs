using PowerTrader.Core.Indicators;

namespace PowerTrader.Core.Extensions;

/// <summary>Version of what plug-ins are written against: this namespace and the types that it names.</summary>
public static class PlugInApi
{
    /// <summary>A plug-in's <see cref="IPlugIn.ApiVersion"/> returns this constant, which the compiler copies into it.</summary>
    public const int Version = 1;
}

/// <summary>An assembly's one way in. A public class with a constructor without arguments; made once, when the program starts.</summary>
public interface IPlugIn
{
    /// <summary>For messages.</summary>
    string Name { get; }

    /// <summary><see cref="PlugInApi.Version"/>, as it was when the plug-in was built.</summary>
    int ApiVersion { get; }

    /// <summary>Registers everything that it brings.</summary>
    void Register(IExtensionRegistry registry);
}

/// <summary>Takes definitions. What is refused throws <see cref="ArgumentException"/>: a name that is none, or a name and version that are taken.</summary>
public interface IExtensionRegistry
{
    void Add(StrategyDefinition strategy);

    void Add(IndicatorDefinition indicator);

    void Add(ModelDefinition model);

    void Add(BrokerDefinition broker);
}
