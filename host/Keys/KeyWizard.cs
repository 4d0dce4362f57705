using PowerTrader.Core.Secrets;
using Spectre.Console;

namespace PowerTrader.Host.Keys;

/// <summary>Asks a person for the keys of a venue, step by step, with hidden answers.</summary>
internal sealed class KeyWizard(IAnsiConsole console, KeyDesk desk)
{
    /// <returns>The answers by the names of the secrets; null where the person stops.</returns>
    public async Task<Dictionary<string, Sensitive>?> AskAsync(string venue, bool newPair, CancellationToken cancellationToken)
    {
        var fields = KeyFields.Of(venue);
        IReadOnlyDictionary<string, Sensitive> kept = new Dictionary<string, Sensitive>();
        if (venue == VenueSecrets.Robinhood)
        {
            RobinhoodSteps(await desk.PairAsync(newPair, cancellationToken));
            kept = await desk.WaitingAsync(venue, cancellationToken);
        }
        else
        {
            KuCoinSteps();
        }
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in fields.Where(field => !kept.ContainsKey(field.Secret)))
        {
            if (Ask(field) is not { Length: > 0 } answer) return null;
            given[field.Name] = answer;
        }
        return KeyAnswers.Check(venue, fields, given, kept);
    }

    /// <summary>Whether a key that the venue does not take is stored all the same.</summary>
    public bool StoresAnyway() => console.Prompt(new ConfirmationPrompt("Store it all the same?") { DefaultValue = false });

    public bool Confirms(string question) => console.Prompt(new ConfirmationPrompt(question) { DefaultValue = false });

    private string? Ask(KeyField field)
    {
        var prompt = new TextPrompt<string>($"{field.Question}{(field.Default is null ? " (hidden; empty stops)" : "")}:")
            .Validate(text => text.Trim().Length == 0 || field.Fault(text.Trim()) is not { } fault ? ValidationResult.Success() : ValidationResult.Error(Markup.Escape($"{field.Name} {fault}")));
        if (field.Default is { } fallback) return console.Prompt(prompt.DefaultValue(fallback)).Trim();
        return console.Prompt(prompt.AllowEmpty().Secret(null)).Trim();
    }

    private void RobinhoodSteps(string publicKey)
    {
        console.WriteLine("A key pair was made for this trader. The private half stays here, encrypted; Robinhood gets the public half:");
        console.WriteLine();
        // On a line of its own and never broken, so that it can be copied.
        console.Profile.Out.Writer.WriteLine(publicKey);
        console.WriteLine();
        console.WriteLine("1. Open https://robinhood.com/account/crypto in a browser (web classic), and there: API trading, add key.");
        console.WriteLine("2. Paste the line above as the public key and give the key a name.");
        console.WriteLine("3. Allow reading accounts, holdings, orders and quotes, and placing and cancelling orders. Nothing else is needed.");
        console.WriteLine("4. If it offers a list of allowed addresses, enter this machine's.");
        console.WriteLine("5. Robinhood shows the API key once (rh-api-…). Copy it here. You may stop now and come back: the pair waits.");
    }

    private void KuCoinSteps()
    {
        console.WriteLine("1. Open https://www.kucoin.com/account/api in a browser and create an API key for API-based trading.");
        console.WriteLine("2. Choose a passphrase; KuCoin cannot show it again.");
        console.WriteLine("3. Allow General and Spot. Leave Transfer and Withdraw off: this trader never needs them.");
        console.WriteLine("4. Restrict it to this machine's address.");
        console.WriteLine("5. KuCoin shows key, secret and version. Copy them here.");
    }
}
