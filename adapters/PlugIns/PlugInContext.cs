using System.Reflection;
using System.Runtime.Loader;
using PowerTrader.Core.Extensions;

namespace PowerTrader.Adapters.PlugIns;

/// <summary>Where one plug-in's assemblies live. What the program has already, above all core, is shared with it, so that its types are the program's own.</summary>
internal sealed class PlugInContext(string file) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(file))
{
    private readonly AssemblyDependencyResolver resolver = new(file);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == typeof(IPlugIn).Assembly.GetName().Name) return typeof(IPlugIn).Assembly;
        var isShared = Default.Assemblies.Any(loaded => loaded.GetName().Name == assemblyName.Name);
        return !isShared && resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }
}
