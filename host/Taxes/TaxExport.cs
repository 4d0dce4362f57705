using System.CommandLine;
using System.Text.Json;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Taxes;
using PowerTrader.Host.CommandLine;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.Taxes;

/// <summary>Options of <c>export tax</c>.</summary>
internal sealed class TaxOptions
{
    private static readonly string[] Methods = [.. Enum.GetValues<TaxMethod>().Select(TaxDocument.Word)];

    private readonly Option<string?> year = new("--year") { Description = "tax: the UTC year of the disposals, for example 2025" };
    private readonly Option<string?> method = new("--method") { Description = "tax: fifo, lifo, hifo or specific (default: fifo, as the ledger books)" };
    private readonly Option<string?> assignments = new("--assignments") { Description = "tax, specific: a file disposal,lot,quantity that names the lots of sales" };
    private readonly Option<string?> target = new("--out") { Description = "tax: write to this file, which must not exist" };

    public void AddTo(Command export)
    {
        foreach (var option in (Option[])[year, method, assignments, target]) export.Options.Add(option);
    }

    /// <exception cref="UsageException">An option is unsound.</exception>
    public TaxRequest Read(ParseResult parsed)
    {
        var faults = new OptionFaults();
        faults.Require("--year", parsed.GetValue(year), "the UTC year of the disposals", "for example --year 2025");
        var wanted = (int)faults.Whole("--year", parsed.GetValue(year), 2025, 2009, 9999);
        var by = Enum.Parse<TaxMethod>(faults.OneOf("--method", parsed.GetValue(method), "fifo", Methods), ignoreCase: true);
        var file = parsed.GetValue(assignments);
        if (by != TaxMethod.Specific && file is not null) faults.AddLine($"--assignments '{file}' belongs to --method specific; leave it out or add that");
        if (by == TaxMethod.Specific) faults.Require("--assignments", file, "the lots that you name", "write a file with the columns disposal,lot,quantity; 'powertrader export tax --year Y' has the ids");
        var path = parsed.GetValue(target) is { } typed ? faults.PathOf("--out", typed, "tax.csv") : null;
        if (path is not null && Path.Exists(path)) faults.AddLine($"--out '{path}' exists already; choose another name");
        faults.ThrowIfAny();
        return new TaxRequest(wanted, by, file, path);
    }

    /// <exception cref="UsageException">One of them was given for something else.</exception>
    public void Refuse(ParseResult parsed, string what)
    {
        var faults = new OptionFaults();
        foreach (var option in (Option<string?>[])[year, method, assignments, target])
        {
            if (parsed.GetValue(option) is { } text) faults.AddLine($"{option.Name} '{text}' belongs to 'export tax', not to 'export {what}'; leave it out");
        }
        faults.ThrowIfAny();
    }
}

internal sealed record TaxRequest(int Year, TaxMethod Method, string? Assignments, string? Out);

/// <summary><c>export tax</c>: the disposals of a year with the lots they took.</summary>
internal static class TaxExport
{
    public static async Task<int> RunAsync(TradingSystem system, TaxRequest request, bool json, CancellationToken cancellationToken)
    {
        var named = request.Assignments is { } file ? AssignmentFile.Read(file) : [];
        var book = await system.BookAsync(cancellationToken);
        var fills = await ReadAsync<Fill>(system, "fill", cancellationToken);
        var ledger = await ReadAsync<LedgerEntry>(system, "ledger", cancellationToken);
        var document = Document(book.Head, fills, ledger, named, request);
        var text = json ? JsonSerializer.Serialize(document, TaxJson.Default.TaxDocument) : string.Join('\n', document.Csv().Prepend(TaxDocument.Header));
        if (request.Out is { } path) Write(path, text);
        else Console.WriteLine(text);
        var words = request.Out is null || json ? Console.Error : Console.Out;
        foreach (var line in document.Words(system.Clock.Now)) words.WriteLine(line);
        if (request.Out is not null) words.WriteLine($"Written to {request.Out}.");
        return ExitCodes.Done;
    }

    private static TaxDocument Document(PortfolioHead head, List<Fill> fills, List<LedgerEntry> ledger, IReadOnlyList<LotAssignment> named, TaxRequest request)
    {
        TaxReport booked;
        IReadOnlyList<TaxEvent> events;
        try
        {
            events = TaxHistory.Of(fills, ledger);
            booked = TaxReport.Build(events, TaxMethod.Fifo);
        }
        catch (InvalidDataException fault)
        {
            throw new WorldException($"{fault.Message}.", fault);
        }
        var realised = booked.Rows.Sum(row => row.Gain.Amount);
        if (realised != head.Realised.Amount)
            throw new WorldException($"The lots tell {realised} {head.Currency} of realised profit and the ledger {head.Realised}: 'powertrader doctor' checks the books; nothing was written.");
        try
        {
            return TaxDocument.Of(request.Method == TaxMethod.Fifo ? booked : TaxReport.Build(events, request.Method, named), booked, request.Year, request.Method, head);
        }
        catch (InvalidDataException fault)
        {
            throw new UsageException($"--assignments '{request.Assignments}' {fault.Message}");
        }
    }

    private static void Write(string path, string text)
    {
        try
        {
            using var writer = new StreamWriter(new FileStream(path, FileMode.CreateNew, FileAccess.Write));
            writer.Write(text + "\n");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WorldException($"--out '{path}' cannot be written ({fault.Message.TrimEnd('.')}); choose another place.", fault);
        }
    }

    private static async Task<List<T>> ReadAsync<T>(TradingSystem system, string kind, CancellationToken cancellationToken)
    {
        var items = new List<T>();
        await foreach (var item in system.Sessions.Store.ReadAsync<T>(TradingSystem.DefaultPortfolio, kind, cancellationToken)) items.Add(item);
        return items;
    }
}
