using System.Text.Json;
using PowerTrader.Core.Ports;

namespace PowerTrader.Compliance.TableCases;

/// <summary>Plays the steps of a case on a store and asserts every answer.</summary>
internal sealed class TableCaseRunner(ITableStore store, string table, CancellationToken token)
{
    private readonly Dictionary<string, string> etags = new(StringComparer.Ordinal);

    public async Task RunAsync(TableCase played)
    {
        var number = 0;
        foreach (var step in played.Steps.EnumerateArray())
        {
            var where = $"{played.Id}, step {++number}: {played.Rule} ({played.Reference})";
            var named = step.TryGetProperty("table", out var own) ? own.GetString()! : table;
            if (step.TryGetProperty("write", out var operations)) await WriteAsync(named, step, operations, where);
            else if (step.TryGetProperty("get", out var key)) await GetAsync(named, step, key, where);
            else if (step.TryGetProperty("query", out var query)) await QueryAsync(named, step, query, where);
            else if (step.TryGetProperty("distinct", out var names)) Distinct(names, where);
            else throw new InvalidDataException($"{where}: unknown step");
        }
    }

    private async Task WriteAsync(string named, JsonElement step, JsonElement elements, string where)
    {
        var partition = TableCaseValues.Partition(step);
        var expected = step.GetProperty("expect").GetString();
        TableWriteResult? result = null;
        try
        {
            var operations = elements.EnumerateArray().SelectMany(each => TableCaseValues.Operations(each, partition, etags)).ToList();
            result = await store.WriteAsync(named, partition, operations, token);
        }
        catch (ArgumentException)
        {
            // The port's word for HTTP 400.
        }
        (result?.GetType().Name ?? "Invalid").ShouldBe(expected, where);
        if (step.TryGetProperty("row", out var row)) RowOf(result!).ShouldBe(TableCaseValues.Key(row), where);
        if (result is TableWriteResult.Written written) Keep(step, written, where);
    }

    private void Keep(JsonElement step, TableWriteResult.Written written, string where)
    {
        if (!step.TryGetProperty("etags", out var names)) return;
        written.ETags.Count.ShouldBe(names.GetArrayLength(), where);
        foreach (var (name, etag) in names.EnumerateArray().Zip(written.ETags))
        {
            if (name.GetString() is { } known) etags[known] = etag.ShouldNotBeNull(where);
            else etag.ShouldBeNull(where);
        }
    }

    private async Task GetAsync(string named, JsonElement step, JsonElement key, string where)
    {
        var expected = step.GetProperty("expect");
        var row = default(TableRow);
        var valid = true;
        try
        {
            row = await store.GetAsync(named, TableCaseValues.Partition(step), TableCaseValues.Key(key), token);
        }
        catch (ArgumentException)
        {
            valid = false;
        }
        valid.ShouldBe(expected.ValueKind != JsonValueKind.String, where);
        (row is not null).ShouldBe(expected.ValueKind == JsonValueKind.Object, where);
        if (row is null) return;
        if (step.TryGetProperty("etag", out var etag)) row.ETag.ShouldBe(etags[etag.GetString()!], where);
        Compare(row, TableCaseValues.Properties(step, "expect"), where);
    }

    private static void Compare(TableRow row, Dictionary<string, object?> expected, string where)
    {
        row.Properties.Keys.Order(StringComparer.Ordinal).ShouldBe(expected.Keys.Order(StringComparer.Ordinal), where);
        foreach (var (name, value) in expected)
        {
            var actual = row.Properties[name].ShouldNotBeNull(where);
            actual.ShouldBeOfType(value!.GetType(), where);
            if (value is DateTimeOffset time) ((DateTimeOffset)actual).UtcTicks.ShouldBe(time.UtcTicks, where);
            else actual.ShouldBe(value, where);
        }
    }

    private async Task QueryAsync(string named, JsonElement step, JsonElement query, string where)
    {
        var asked = new TableQuery(
            named,
            TableCaseValues.Partition(query),
            query.TryGetProperty("from", out var from) ? TableCaseValues.Key(from) : null,
            query.TryGetProperty("to", out var to) ? TableCaseValues.Key(to) : null,
            query.TryGetProperty("pageSize", out var size) ? size.GetInt32() : 1000);
        var keys = new List<string>();
        var pages = new List<int>();
        string? continuation = null;
        do
        {
            var page = await store.QueryAsync(asked, continuation, token);
            keys.AddRange(page.Rows.Select(row => row.Row));
            pages.Add(page.Rows.Count);
            continuation = page.Continuation;
        }
        while (continuation is not null);
        if (step.TryGetProperty("expect", out var expected)) keys.ShouldBe(expected.EnumerateArray().Select(TableCaseValues.Key), where);
        if (step.TryGetProperty("numbered", out var numbered))
            keys.ShouldBe(Enumerable.Range(0, numbered.GetProperty("count").GetInt32()).Select(i => $"{numbered.GetProperty("prefix").GetString()}{i:d5}"), where);
        if (step.TryGetProperty("pages", out var sizes)) pages.ShouldBe(sizes.EnumerateArray().Select(each => each.GetInt32()), where);
    }

    private void Distinct(JsonElement names, string where) =>
        names.EnumerateArray().Select(name => etags[name.GetString()!]).Distinct().Count().ShouldBe(names.GetArrayLength(), where);

    private static string RowOf(TableWriteResult result) => result switch
    {
        TableWriteResult.Conflict conflict => conflict.RowKey,
        TableWriteResult.AlreadyExists exists => exists.RowKey,
        TableWriteResult.NotFound missing => missing.RowKey,
        _ => throw new InvalidDataException($"{result} names no row"),
    };
}
