using System.Reflection;
using System.Reflection.Emit;
using PowerTrader.Core.Extensions;

namespace PowerTrader.Adapters.Tests.PlugIns;

/// <summary>Assemblies with a plug-in that does what a test needs, made on the spot.</summary>
internal static class MadePlugIn
{
    /// <param name="complaint">What registering throws; null registers nothing.</param>
    public static void Write(string file, int apiVersion, string? complaint = null)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(Path.GetFileNameWithoutExtension(file)), typeof(object).Assembly);
        var type = assembly.DefineDynamicModule("made").DefineType("Made", TypeAttributes.Public | TypeAttributes.Class, typeof(object), [typeof(IPlugIn)]);
        type.DefineDefaultConstructor(MethodAttributes.Public);
        Implement(type, "get_Name", typeof(string), [], il => il.Emit(OpCodes.Ldstr, "Made"));
        Implement(type, "get_ApiVersion", typeof(int), [], il => il.Emit(OpCodes.Ldc_I4, apiVersion));
        Implement(type, nameof(IPlugIn.Register), typeof(void), [typeof(IExtensionRegistry)], il =>
        {
            if (complaint is null) return;
            il.Emit(OpCodes.Ldstr, complaint);
            il.Emit(OpCodes.Newobj, typeof(InvalidOperationException).GetConstructor([typeof(string)])!);
            il.Emit(OpCodes.Throw);
        });
        type.CreateType();
        assembly.Save(file);
    }

    private static void Implement(TypeBuilder type, string name, Type returns, Type[] takes, Action<ILGenerator> body)
    {
        var method = type.DefineMethod(name, MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig, returns, takes);
        var il = method.GetILGenerator();
        body(il);
        il.Emit(OpCodes.Ret);
        type.DefineMethodOverride(method, typeof(IPlugIn).GetMethod(name)!);
    }
}
