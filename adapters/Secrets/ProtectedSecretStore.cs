using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Secrets;

/// <summary>
/// <see cref="ISecretStore"/> on one machine: a file of values that ASP.NET data protection encrypts, beside its key ring, in a folder that only its
/// owner enters. Whoever reads all the user's files reads the keys too; a copy of the file alone, or of a backup, tells nothing.
/// </summary>
/// <remarks>As in a vault, a deleted name is free again only after a while, or once it was purged; the value itself is gone at once.</remarks>
public sealed class ProtectedSecretStore : ISecretStore
{
    /// <summary>How long a deleted name is not free.</summary>
    public static readonly TimeSpan Recovery = TimeSpan.FromMinutes(1);

    private readonly string ring;
    private readonly SecretFile file;
    private readonly TimeProvider time;
    private readonly Lazy<IDataProtectionProvider> protection;

    /// <param name="folder">Of its own; made at the first write.</param>
    public ProtectedSecretStore(string folder, TimeProvider time)
    {
        ring = Path.Combine(folder, "keys");
        file = new SecretFile(folder);
        this.time = time;
        protection = new(() => DataProtectionProvider.Create(new DirectoryInfo(ring), builder => builder.SetApplicationName("PowerTrader")));
    }

    /// <exception cref="CorruptException">The key ring does not open the value: it was lost or is another installation's.</exception>
    public async Task<string?> GetAsync(string name, CancellationToken cancellationToken)
    {
        SecretRules.CheckName(name);
        return await AskAsync(name, async () =>
        {
            var document = await file.ReadAsync(cancellationToken);
            return document.Secrets.GetValueOrDefault(Key(name))?.Value is { } value ? Open(name, value) : null;
        });
    }

    public Task SetAsync(string name, string value, CancellationToken cancellationToken)
    {
        SecretRules.CheckName(name);
        SecretRules.CheckValue(value);
        return WriteAsync([new(name, value)], cancellationToken);
    }

    /// <summary>Sets several: all of them or none, whatever happens meanwhile.</summary>
    public Task SetAllAsync(IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken)
    {
        foreach (var (name, value) in values)
        {
            SecretRules.CheckName(name);
            SecretRules.CheckValue(value);
        }
        return WriteAsync(values, cancellationToken);
    }

    public async Task<bool> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        SecretRules.CheckName(name);
        return await AskAsync(name, () => file.ChangeAsync(document =>
        {
            if (document.Secrets.GetValueOrDefault(Key(name))?.Value is null) return (false, false);
            document.Secrets[Key(name)] = new SecretEntry(null, null, time.GetUtcNow());
            return (true, true);
        }, cancellationToken));
    }

    /// <summary>Deletes it, and the name is free at once.</summary>
    /// <returns>True where there was one.</returns>
    public async Task<bool> PurgeAsync(string name, CancellationToken cancellationToken)
    {
        SecretRules.CheckName(name);
        return await AskAsync(name, () => file.ChangeAsync(document =>
        {
            var found = document.Secrets.Remove(Key(name), out var entry);
            return (entry?.Value is not null, found);
        }, cancellationToken));
    }

    /// <summary>Whether there is one, without opening it: no key ring is needed.</summary>
    public async Task<bool> HoldsAsync(string name, CancellationToken cancellationToken)
    {
        SecretRules.CheckName(name);
        return await AskAsync(name, async () => (await file.ReadAsync(cancellationToken)).Secrets.GetValueOrDefault(Key(name))?.Value is not null);
    }

    /// <summary>When it was stored; null where there is none.</summary>
    public async Task<DateTimeOffset?> StoredAtAsync(string name, CancellationToken cancellationToken)
    {
        SecretRules.CheckName(name);
        return await AskAsync(name, async () => (await file.ReadAsync(cancellationToken)).Secrets.GetValueOrDefault(Key(name))?.StoredAt);
    }

    private Task<bool> WriteAsync(IReadOnlyCollection<KeyValuePair<string, string>> values, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return AskAsync(string.Join(", ", values.Select(pair => pair.Key)), () => file.ChangeAsync(document =>
        {
            foreach (var (name, value) in values)
            {
                if (document.Secrets.GetValueOrDefault(Key(name))?.DeletedAt is { } deleted && now - deleted < Recovery)
                    throw new TransientException($"'{name}' was deleted a moment ago and is not free yet; try again in a minute");
                document.Secrets[Key(name)] = new SecretEntry(Seal(name, value), now, null);
            }
            return (true, true);
        }, cancellationToken));
    }

    /// <summary>The ring is written by the library; what it writes is made private before anything is sealed by it.</summary>
    private string Seal(string name, string value)
    {
        SecretFile.MakePrivate(ring);
        var protector = protection.Value.CreateProtector("secret", Key(name));
        // The first use draws the key of the ring.
        var sealedValue = protector.Protect(value);
        SecretFile.MakeFilesPrivate(ring);
        return sealedValue;
    }

    private string Open(string name, string value)
    {
        if (!Directory.Exists(ring) || Directory.GetFiles(ring, "key-*.xml").Length == 0) throw Lost(name, "is not there");
        try
        {
            return protection.Value.CreateProtector("secret", Key(name)).Unprotect(value);
        }
        catch (CryptographicException)
        {
            throw Lost(name, "does not fit");
        }
    }

    private CorruptException Lost(string name, string how) =>
        new($"'{name}' cannot be opened: its key ring {how} ({ring}). Put the folder back that was there when the key was stored, or store the key again with 'powertrader keys set'.");

    /// <summary>Names are the same in any case.</summary>
    private static string Key(string name) => name.ToLowerInvariant();

    /// <summary>The inner exception may hold what was being written; its words stay out.</summary>
    private static async Task<T> AskAsync<T>(string name, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new TransientException($"the secret '{name}' cannot be read or written now ({fault.GetType().Name}); check the folder's permissions, its disk and who else has it open");
        }
    }
}
