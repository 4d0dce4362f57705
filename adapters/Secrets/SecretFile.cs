using System.Text.Json;
using System.Text.Json.Serialization;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Secrets;

/// <summary>One name of the file.</summary>
/// <param name="Value">Encrypted; null where the secret was deleted.</param>
/// <param name="StoredAt">When the value was; null where it was deleted.</param>
/// <param name="DeletedAt">Set while the name of a deleted secret is not free yet.</param>
internal sealed record SecretEntry(string? Value, DateTimeOffset? StoredAt, DateTimeOffset? DeletedAt);

internal sealed record SecretDocument(int V, SortedDictionary<string, SecretEntry> Secrets);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(SecretDocument))]
internal sealed partial class SecretJson : JsonSerializerContext;

/// <summary>The file of encrypted values: read whole, replaced whole, readable by its owner alone.</summary>
internal sealed class SecretFile(string folder)
{
    private const int Version = 1;

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private string FilePath { get; } = Path.Combine(folder, "secrets.json");

    public async Task<SecretDocument> ReadAsync(CancellationToken cancellationToken)
    {
        if (!Path.Exists(FilePath)) return new SecretDocument(Version, []);
        await using var stream = new FileStream(FilePath, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        SecretDocument? document;
        try
        {
            document = await JsonSerializer.DeserializeAsync(stream, SecretJson.Default.SecretDocument, cancellationToken);
        }
        catch (JsonException)
        {
            document = null;
        }
        if (document is not { Secrets: not null }) throw new CorruptException($"{FilePath} is damaged. Remove it and store the keys again with 'powertrader keys set'.");
        return document.V == Version ? document : throw new CorruptException($"{FilePath} has the version {document.V}; this program knows version {Version}. Start the newer program.");
    }

    /// <summary>Changes one state into the next while no other process does. A fault leaves the earlier file whole.</summary>
    public async Task<T> ChangeAsync<T>(Func<SecretDocument, (T Result, bool Changed)> change, CancellationToken cancellationToken)
    {
        MakePrivate(folder);
        await using var turn = new FileStream(Path.Combine(folder, ".lock"), Options(FileMode.OpenOrCreate));
        var document = await ReadAsync(cancellationToken);
        var (result, changed) = change(document);
        if (changed) await WriteAsync(document, cancellationToken);
        return result;
    }

    /// <summary>A folder that only its owner enters.</summary>
    public static void MakePrivate(string folder)
    {
        const UnixFileMode mode = Private | UnixFileMode.UserExecute;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else if (Directory.CreateDirectory(folder, mode).UnixFileMode != mode) File.SetUnixFileMode(folder, mode);
    }

    /// <summary>Files that only their owner reads.</summary>
    public static void MakeFilesPrivate(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        foreach (var file in Directory.GetFiles(folder)) File.SetUnixFileMode(file, Private);
    }

    private async Task WriteAsync(SecretDocument document, CancellationToken cancellationToken)
    {
        var unfinished = FilePath + ".part";
        File.Delete(unfinished);
        await using (var stream = new FileStream(unfinished, Options(FileMode.CreateNew)))
        {
            await JsonSerializer.SerializeAsync(stream, document, SecretJson.Default.SecretDocument, cancellationToken);
            stream.Flush(flushToDisk: true);
        }
        File.Move(unfinished, FilePath, overwrite: true);
    }

    private static FileStreamOptions Options(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Private;
        return options;
    }
}
