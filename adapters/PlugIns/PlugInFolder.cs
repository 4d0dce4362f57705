using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using PowerTrader.Core.Extensions;

namespace PowerTrader.Adapters.PlugIns;

/// <summary>Loads the plug-ins of a folder: every assembly in it, or in a folder of its own name below it, that refers to core and has a public <see cref="IPlugIn"/>.</summary>
/// <remarks>A plug-in runs with the program's own rights: whoever may write into the folder may do what the program may.</remarks>
public static class PlugInFolder
{
    /// <returns>The registry with everything that the plug-ins brought; they are asked in the order of their file names.</returns>
    /// <exception cref="PlugInException">The folder is not there or holds no plug-in, or one of them cannot be used.</exception>
    public static ExtensionRegistry Load(string folder, ExtensionRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        if (!Directory.Exists(folder)) throw new PlugInException($"there is no folder '{folder}'; name one that holds plug-in assemblies");
        var found = 0;
        foreach (var file in Files(folder))
        {
            foreach (var plugIn in PlugInsOf(file))
            {
                registry = Register(file, plugIn, registry);
                found++;
            }
        }
        return found > 0 ? registry : throw new PlugInException($"no assembly in '{folder}' has a public {nameof(IPlugIn)}; build one and copy its files there");
    }

    private static IEnumerable<string> Files(string folder)
    {
        var below = Directory.GetDirectories(folder).Select(each => Path.Combine(each, Path.GetFileName(each) + ".dll")).Where(File.Exists);
        return Directory.GetFiles(folder, "*.dll").Concat(below).Where(RefersToCore).Select(Path.GetFullPath).Order(StringComparer.Ordinal);
    }

    /// <summary>Read without loading: an assembly that does not know core can be no plug-in, and is left alone as somebody's dependency.</summary>
    private static bool RefersToCore(string file)
    {
        var core = typeof(IPlugIn).Assembly.GetName().Name;
        try
        {
            using var stream = File.OpenRead(file);
            using var image = new PEReader(stream);
            if (!image.HasMetadata) return false;
            var metadata = image.GetMetadataReader();
            // The program's own assemblies, copied along by a build, are no plug-ins.
            return metadata.AssemblyReferences.Any(each => metadata.GetString(metadata.GetAssemblyReference(each).Name) == core)
                && !File.Exists(Path.Combine(AppContext.BaseDirectory, Path.GetFileName(file)));
        }
        catch (BadImageFormatException fault)
        {
            throw new PlugInException($"plug-in {Path.GetFileName(file)}: it is no assembly ({fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}); take it out of the folder", fault);
        }
    }

    private static List<IPlugIn> PlugInsOf(string file)
    {
        try
        {
            var assembly = new PlugInContext(file).LoadFromAssemblyPath(file);
            return [.. assembly.GetExportedTypes().Where(type => typeof(IPlugIn).IsAssignableFrom(type) && type is { IsAbstract: false, IsInterface: false })
                .OrderBy(type => type.FullName, StringComparer.Ordinal).Select(type => (IPlugIn)Activator.CreateInstance(type)!)];
        }
        catch (Exception fault) when (fault is TypeLoadException or ReflectionTypeLoadException or MissingMemberException or FileNotFoundException or FileLoadException or BadImageFormatException)
        {
            throw new PlugInException($"plug-in {Path.GetFileName(file)}: it was built for another version of the program ({OneLine(fault)}); build it anew against this one", fault);
        }
        catch (TargetInvocationException fault)
        {
            throw new PlugInException($"plug-in {Path.GetFileName(file)}: it failed when it was made: {OneLine(fault.InnerException ?? fault)}; ask its author, or take it out of the folder", fault);
        }
    }

    private static ExtensionRegistry Register(string file, IPlugIn plugIn, ExtensionRegistry registry)
    {
        var name = Path.GetFileName(file);
        try
        {
            if (plugIn.ApiVersion != PlugInApi.Version)
                throw new PlugInException($"plug-in {name}: it is written for version {plugIn.ApiVersion} of the plug-in interface, this program has version {PlugInApi.Version}; build it anew against this one");
            return registry.With(plugIn.Register);
        }
        catch (Exception fault) when (fault is not PlugInException)
        {
            // A plug-in is somebody else's code: whatever it throws is its fault and one line.
            throw new PlugInException($"plug-in {name}: it failed when it registered: {OneLine(fault)}; ask its author, or take it out of the folder", fault);
        }
    }

    private static string OneLine(Exception fault) => fault.Message.ReplaceLineEndings(" ").TrimEnd('.');
}
