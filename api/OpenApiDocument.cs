namespace PowerTrader.Api;

/// <summary>What <c>GET /openapi.json</c> answers; the file lies beside this one and a test compares it with the routes.</summary>
public static class OpenApiDocument
{
    public static string Text { get; } = Read();

    private static string Read()
    {
        using var reader = new StreamReader(typeof(OpenApiDocument).Assembly.GetManifestResourceStream("openapi.json")!);
        return reader.ReadToEnd();
    }
}
