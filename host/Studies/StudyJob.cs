using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PowerTrader.Core.Analytics;
using PowerTrader.Core.Experiments.Studies;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Studies;

/// <param name="Along">Of the three runs that the bars allow; null where the order of prices decides nothing. <paramref name="Figures"/> are of the lowest.</param>
/// <param name="Returns">Daily ones: doubles, little-endian, base 64.</param>
internal sealed record TrialLine(int Fold, int Point, string? Failure, RunFigures? Figures, string? Returns, decimal? StartCash = null, Along<RunFigures>? Along = null);

/// <summary>
/// The trials of one question in a file. Lines: a checksum (16 digits of SHA-256), a space, JSON; the first is the question. A line is written when its trial ends,
/// so a process that is killed loses the trials that were running and no other.
/// </summary>
internal sealed class StudyJob : IDisposable
{
    private const int SumLength = 16;

    private readonly FileStream stream;
    private readonly Dictionary<(int Fold, int Point), Trial> trials = [];
    private readonly Lock gate = new();

    private StudyJob(string path, FileStream stream) => (FilePath, this.stream) = (path, stream);

    public string FilePath { get; }

    /// <summary>Trials that were there when it was opened.</summary>
    public int Kept { get; private set; }

    /// <exception cref="UsageException">The file is of another question, no job, or damaged.</exception>
    /// <exception cref="WorldException">The file cannot be read or written, or another study has it open.</exception>
    public static StudyJob Open(string path, StudyQuestion question)
    {
        if (Directory.Exists(path)) throw new UsageException($"--job '{path}' is a folder; name a file");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            var job = new StudyJob(path, new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            try
            {
                job.Load(question);
            }
            catch
            {
                job.Dispose();
                throw;
            }
            return job;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WorldException($"The job '{path}' cannot be opened ({fault.Message.TrimEnd('.')}); check its permissions and whether another study runs on it.", fault);
        }
    }

    public static string DefaultPath(string verb, StudyQuestion question) => Path.Combine(RunOptions.DefaultDataFolder, "studies", $"{verb}-{question.Fingerprint[..12]}.job");

    public Trial? Find(int fold, int point)
    {
        lock (gate) return trials.GetValueOrDefault((fold, point));
    }

    public IReadOnlyList<Trial> Of(int fold)
    {
        lock (gate) return [.. trials.Values.Where(trial => trial.Fold == fold).OrderBy(trial => trial.Point)];
    }

    /// <exception cref="WorldException">The file cannot be written.</exception>
    public void Add(Trial trial)
    {
        var returns = trial.Returns.Count > 0 ? Convert.ToBase64String(MemoryMarshal.AsBytes<double>(trial.Returns.ToArray())) : null;
        var json = JsonSerializer.Serialize(new TrialLine(trial.Fold, trial.Point, trial.Failure, trial.Figures, returns, trial.Bracket?.StartCash, trial.Bracket?.Runs), StudyJson.Default.TrialLine);
        lock (gate)
        {
            Write(json);
            trials[(trial.Fold, trial.Point)] = trial;
        }
    }

    public void Dispose() => stream.Dispose();

    private void Load(StudyQuestion question)
    {
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var (start, number) = (0, 0);
        while (start < bytes.Length)
        {
            var end = Array.IndexOf(bytes, (byte)'\n', start);
            // What was being written when the process ended is no line yet.
            if (end < 0) break;
            number++;
            var line = Encoding.UTF8.GetString(bytes, start, end - start);
            if (Read(line) is not { } json)
            {
                throw new UsageException(number == 1
                    ? $"--job '{FilePath}' is no job of a study; name another file"
                    : $"--job '{FilePath}' line {number}: its checksum is wrong, the file is damaged; delete it or name another file");
            }
            if (number == 1) Compare(JsonSerializer.Deserialize(json, StudyJson.Default.StudyQuestion)!, question);
            else Take(JsonSerializer.Deserialize(json, StudyJson.Default.TrialLine)!);
            start = end + 1;
        }
        if (number == 0 && bytes.Length > 0 && bytes.AsSpan().IndexOf((byte)' ') != SumLength) throw new UsageException($"--job '{FilePath}' is no job of a study; name another file");
        stream.SetLength(start);
        stream.Position = start;
        Kept = trials.Count;
        if (number == 0) Write(JsonSerializer.Serialize(question, StudyJson.Default.StudyQuestion));
    }

    private void Compare(StudyQuestion earlier, StudyQuestion question)
    {
        if (question.ChangeFrom(earlier) is { } change) throw new UsageException($"--job '{FilePath}' is of another question: {change}; ask as before, or name another file");
    }

    private void Take(TrialLine line) => trials[(line.Fold, line.Point)] = new Trial(
        line.Fold, line.Point, line.Failure, line.Figures, line.Returns is { } text ? MemoryMarshal.Cast<byte, double>(Convert.FromBase64String(text)).ToArray() : [])
    {
        Bracket = line is { StartCash: { } cash, Along: { } runs } ? new PathBracket(cash, runs) : null,
    };

    private void Write(string json)
    {
        try
        {
            stream.Write(Encoding.UTF8.GetBytes($"{SumOf(json)} {json}\n"));
            stream.Flush();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WorldException($"The job '{FilePath}' cannot be written ({fault.Message.TrimEnd('.')}); make room, then repeat the command: what it holds is kept.", fault);
        }
    }

    /// <summary>The JSON of a line; null where the checksum is not its own.</summary>
    private static string? Read(string line) => line.Length > SumLength && line[SumLength] == ' ' && line[..SumLength] == SumOf(line[(SumLength + 1)..]) ? line[(SumLength + 1)..] : null;

    private static string SumOf(string json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))[..SumLength];
}
