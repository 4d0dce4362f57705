using System.CommandLine;
using PowerTrader.Adapters.Live;
using PowerTrader.Adapters.Paper;
using PowerTrader.Adapters.PlugIns;
using PowerTrader.Core.Extensions;

namespace PowerTrader.Host.CommandLine;

/// <summary><c>--plugins DIR</c>: what the program knows by name, and what the plug-ins of a folder bring.</summary>
internal static class PlugInOption
{
    private static readonly ExtensionRegistry BuiltIn = ExtensionRegistry.BuiltIn.With(registry =>
    {
        registry.Add(PaperDefinition.Definition);
        foreach (var venue in VenueAccounts.All) registry.Add(venue);
    });

    public static Option<string?> Create() => new("--plugins") { Description = "Folder whose plug-ins are loaded; they run with the program's own rights (default: none)" };

    /// <exception cref="UsageException">A plug-in cannot be used.</exception>
    public static ExtensionRegistry Registry(string? folder)
    {
        if (folder is null) return BuiltIn;
        try
        {
            return PlugInFolder.Load(folder, BuiltIn);
        }
        catch (PlugInException fault)
        {
            throw new UsageException("--plugins: " + fault.Message);
        }
    }
}
