using PowerTrader.Core.Settings;

namespace PowerTrader.Core.Tests.Settings;

public class SettingsDocumentTests
{
    private static readonly string[] Chosen = ["market", "coins", "cash", "profile"];

    [Fact]
    public void Text_AsTheReaderReadsIt_GivesBackTheChoice()
    {
        var values = new SettingsResolver().Add("coins", "BTC,ETH-USDT", "test").Add("cash", "2000.5", "test").Add("profile", "careful", "test").Resolve();

        var reader = new SettingsResolver().AddFile(SettingsDocument.Text(values, Chosen), "file");

        var read = reader.Resolve();
        reader.Faults.ShouldBeEmpty();
        read.Select(value => value.Text).ShouldBe(values.Select(value => value.Text));
        read.Where(value => value.Origin == "file").Select(value => value.Definition.Key).ShouldBe(Chosen);
    }

    [Fact]
    public void Text_WithEveryCommentedSettingSwitchedOn_IsSoundAndChangesNothing()
    {
        var values = new SettingsResolver().Add("profile", "predecessor", "test").Resolve();
        var text = SettingsDocument.Text(values, Chosen);
        var switchedOn = string.Join('\n', text.Split('\n').Select(line => line.TrimStart().StartsWith("// \"", StringComparison.Ordinal) ? line.Replace("// ", "", StringComparison.Ordinal) : line));

        var reader = new SettingsResolver().AddFile(switchedOn, "file");

        var read = reader.Resolve();
        reader.Faults.ShouldBeEmpty();
        read.Select(value => value.Text.Replace(" ", "", StringComparison.Ordinal)).ShouldBe(values.Select(value => value.Text));
        read.Count(value => value.Origin == "file").ShouldBeGreaterThan(Chosen.Length + 10);
    }

    [Fact]
    public void Text_EachSetting_IsExplainedAndTheSchemaNamed()
    {
        var text = SettingsDocument.Text(new SettingsResolver().Resolve(), Chosen);

        text.ShouldContain($"\"$schema\": \"./{SettingsDocument.SchemaName}\"");
        text.ShouldContain("// " + SettingCatalogue.Find("risk.positionPercent")!.Description);
        text.ShouldContain("One of standard, careful, bold, predecessor.");
    }
}
