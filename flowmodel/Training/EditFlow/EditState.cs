using PreferenceFlow.FlowModel.EditFlow;

namespace PreferenceFlow.Training.EditFlow;

/// <summary>An edit still to be made at a position of a partly edited text.</summary>
/// <param name="Position">0 is the start token, 1 the first token.</param>
/// <param name="Kind">Which edit.</param>
/// <param name="Token">The token to insert or to put there; 0 for a deletion.</param>
internal readonly record struct PendingEdit(int Position, EditKind Kind, int Token);

/// <summary>A pair part of the way: z_t drawn position by position, and the text x_t that is left of it without blanks.</summary>
internal sealed record EditState(int[] Tokens, IReadOnlyList<PendingEdit> Pending)
{
    /// <summary>Draws z_t: each position is already the target's with probability κ.</summary>
    /// <param name="example">The aligned pair.</param>
    /// <param name="kappa">Probability in 0 to 1.</param>
    /// <param name="random">The generator drawn from.</param>
    public static EditState Draw(EditExample example, double kappa, Random random)
    {
        var tokens = new List<int>(example.Source.Length);
        var pending = new List<PendingEdit>();
        for (var i = 0; i < example.Source.Length; i++)
        {
            var target = example.Target[i];
            var current = random.NextDouble() < kappa ? target : example.Source[i];
            if (current != Alignment.Blank)
                tokens.Add(current);
            if (current == target)
                continue;
            pending.Add(current == Alignment.Blank ? new(tokens.Count, EditKind.Insert, target)
                : target == Alignment.Blank ? new(tokens.Count, EditKind.Delete, 0)
                : new(tokens.Count, EditKind.Substitute, target));
        }

        return new([.. tokens], pending);
    }

    /// <summary>The text with every pending edit made: x1.</summary>
    public int[] Finish()
    {
        var tokens = Tokens.ToList();
        foreach (var edit in Pending.Reverse())
        {
            if (edit.Kind == EditKind.Insert)
                tokens.Insert(edit.Position, edit.Token);
            else if (edit.Kind == EditKind.Delete)
                tokens.RemoveAt(edit.Position - 1);
            else
                tokens[edit.Position - 1] = edit.Token;
        }

        return [.. tokens];
    }
}
