namespace PowerTrader.Core.Secrets;

/// <summary>
/// A text that nobody may read by accident: a key, secret, seed, passphrase, signature or account number. Its own text is a sign that something
/// is hidden, and a serializer finds nothing in it; who needs the value says so by <see cref="Reveal"/>.
/// </summary>
public sealed class Sensitive(string value)
{
    private readonly string value = value ?? throw new ArgumentNullException(nameof(value));

    public string Reveal() => value;

    public override string ToString() => Redactor.Hidden;
}
