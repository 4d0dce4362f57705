using System.Globalization;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Settings;

/// <summary>Settings versions of portfolios: rows that are never written again, and a pointer to the current one. Partition = tenant.</summary>
public sealed class SettingsStore(ITableStore tables)
{
    private const int MaxAttempts = 5;
    private const string Pointer = "version";

    /// <summary>The current version; null where none was ever kept.</summary>
    public async Task<SettingsVersion?> GetCurrentAsync(PortfolioKey portfolio, CancellationToken cancellationToken)
    {
        var pointer = await tables.GetAsync(Names.Settings, portfolio.Tenant, CurrentRow(portfolio), cancellationToken);
        return pointer is null ? null : await RequireAsync(portfolio, NumberOf(pointer), cancellationToken);
    }

    /// <summary>Every version, oldest first.</summary>
    public async Task<IReadOnlyList<SettingsVersion>> ListAsync(PortfolioKey portfolio, CancellationToken cancellationToken)
    {
        var versions = new List<SettingsVersion>();
        var query = TableQuery.Prefix(Names.Settings, portfolio.Tenant, $"version|{portfolio.Portfolio}|");
        await foreach (var row in tables.ReadAllAsync(query, cancellationToken)) versions.Add(Wire.Read<SettingsVersion>(row.Json));
        return versions;
    }

    /// <summary>Makes the text the current version: a new one only where it differs. May be repeated, also after a lost reply.</summary>
    /// <param name="text">As <see cref="TraderSettings.Canonical"/> writes it.</param>
    /// <exception cref="TransientException">Somebody else changed the settings five times in a row.</exception>
    /// <exception cref="InvalidOperationException">The text is longer than a row may be.</exception>
    public async Task<SettingsVersion> KeepAsync(PortfolioKey portfolio, string text, DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var pointer = await tables.GetAsync(Names.Settings, portfolio.Tenant, CurrentRow(portfolio), cancellationToken);
            var current = pointer is null ? null : await RequireAsync(portfolio, NumberOf(pointer), cancellationToken);
            if (current?.Text == text) return current;
            var next = new SettingsVersion((current?.Number ?? 0) + 1, now, text);
            if (await WriteAsync(portfolio, next, pointer?.ETag, cancellationToken)) return next;
        }
        throw new TransientException($"the settings of portfolio {portfolio} were changed by somebody else {MaxAttempts} times in a row");
    }

    /// <summary>Version and pointer in one batch; false where the store has to be looked at again.</summary>
    private async Task<bool> WriteAsync(PortfolioKey portfolio, SettingsVersion next, string? etag, CancellationToken cancellationToken)
    {
        var version = TableRow.OfJson(portfolio.Tenant, VersionRow(portfolio, next.Number), Wire.Write(next));
        var current = new TableRow(portfolio.Tenant, CurrentRow(portfolio), new Dictionary<string, object?> { [Pointer] = next.Number });
        TableOperation pointing = etag is null ? new TableOperation.Insert(current) : new TableOperation.Replace(current, etag);
        try
        {
            var result = await tables.WriteAsync(Names.Settings, portfolio.Tenant, [new TableOperation.Insert(version), pointing], cancellationToken);
            return result is TableWriteResult.TooLarge tooLarge
                ? throw new InvalidOperationException($"the settings are too long to be stored ({tooLarge.Rule}): use fewer overrides")
                : result is TableWriteResult.Written;
        }
        catch (AmbiguousException)
        {
            return false;
        }
    }

    private async Task<SettingsVersion> RequireAsync(PortfolioKey portfolio, int number, CancellationToken cancellationToken)
    {
        var row = await tables.GetAsync(Names.Settings, portfolio.Tenant, VersionRow(portfolio, number), cancellationToken)
            ?? throw new CorruptException($"settings version {number} of portfolio {portfolio} has no row");
        return Wire.Read<SettingsVersion>(row.Json);
    }

    private static int NumberOf(TableRow pointer) => pointer.Properties.GetValueOrDefault(Pointer) is int number
        ? number
        : throw new CorruptException($"row {pointer.Partition}/{pointer.Row} has no whole number '{Pointer}'");

    private static string CurrentRow(PortfolioKey portfolio) => $"current|{portfolio.Portfolio}";

    private static string VersionRow(PortfolioKey portfolio, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"version|{portfolio.Portfolio}|{number:D8}");
}
