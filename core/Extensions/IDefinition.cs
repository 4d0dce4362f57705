using System.Globalization;

namespace PowerTrader.Core.Extensions;

/// <summary>Something that can be asked for by name: a strategy, a model, a broker. The same name and version mean the same behaviour for ever.</summary>
public interface IDefinition
{
    /// <summary>Lower-case letters, digits and hyphens, beginning with a letter.</summary>
    string Name { get; }

    /// <summary>From 1.</summary>
    int Version { get; }

    /// <summary>What it does, in one sentence.</summary>
    string Summary { get; }

    IReadOnlyList<ParameterDefinition> Parameters { get; }

    /// <summary><c>dca@1</c></summary>
    string Id => string.Create(CultureInfo.InvariantCulture, $"{Name}@{Version}");
}
