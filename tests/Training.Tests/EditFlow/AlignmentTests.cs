using PreferenceFlow.Training.EditFlow;

namespace PreferenceFlow.Training.Tests.EditFlow;

public sealed class AlignmentTests
{
    private const int Blank = Alignment.Blank;

    [Fact]
    public void Of_HandMadePair_GivesColumnsOfLeastCost()
    {
        var alignment = Alignment.Of([1, 2, 3, 4], [1, 3, 5, 4, 6]);

        Assert.Equal([1, 2, 3, 4, Blank], alignment.Z0);
        Assert.Equal([1, 3, 5, 4, 6], alignment.Z1);
        Assert.Equal(3, alignment.Edits);
    }

    [Fact]
    public void Of_Tie_PrefersPairFromTheEnd()
    {
        var alignment = Alignment.Of([7], [7, 7]);

        Assert.Equal([Blank, 7], alignment.Z0);
        Assert.Equal([7, 7], alignment.Z1);
    }

    [Fact]
    public void Of_DeletionAndInsertionTie_PrefersTheSubstitution()
    {
        var alignment = Alignment.Of([1, 2], [3, 4]);

        Assert.Equal([1, 2], alignment.Z0);
        Assert.Equal([3, 4], alignment.Z1);
    }

    [Fact]
    public void Of_EmptySides_GiveBlanks()
    {
        Assert.Equal([Blank, Blank], Alignment.Of([], [1, 2]).Z0);
        Assert.Equal([Blank, Blank], Alignment.Of([1, 2], []).Z1);
        Assert.Empty(Alignment.Of([], []).Z0);
    }

    [Fact]
    public void Of_RandomSequences_StripsBackAndCostsTheLevenshteinDistance()
    {
        var random = new Random(7);
        for (var round = 0; round < 300; round++)
        {
            var (source, target) = (Sequence(random), Sequence(random));

            var alignment = Alignment.Of(source, target);

            Assert.Equal(source, Alignment.Strip(alignment.Z0));
            Assert.Equal(target, Alignment.Strip(alignment.Z1));
            Assert.Equal(Levenshtein(source, target), alignment.Edits);
            Assert.DoesNotContain(alignment.Z0.Zip(alignment.Z1), static column => column is (Blank, Blank));
        }
    }

    // Method.md 9, row 19: x_t mixes the columns of z0 and z1; the edits still pending at the columns of z0 lead to x1.
    [Fact]
    public void Of_AllPendingEditsOfAnyMixture_GiveTheTarget()
    {
        var random = new Random(11);
        for (var round = 0; round < 300; round++)
        {
            var (source, target) = (Sequence(random), Sequence(random));
            var alignment = Alignment.Of(source, target);
            var mixed = alignment.Z0.Zip(alignment.Z1, (z0, z1) => random.Next(2) == 0 ? z0 : z1).ToArray();

            var edited = Alignment.Strip(mixed).ToList();
            var place = 0;
            for (var column = 0; column < mixed.Length; column++)
            {
                var (from, to) = (mixed[column], alignment.Z1[column]);
                if (from == Blank && to != Blank)
                    edited.Insert(place, to);
                else if (from != Blank && to == Blank)
                    edited.RemoveAt(place);
                else if (from != to)
                    edited[place] = to;
                place += to == Blank ? 0 : 1;
            }

            Assert.Equal(target, edited);
        }
    }

    [Fact]
    public void Of_ThousandTokens_Aligns()
    {
        int[] source = [.. Enumerable.Range(0, 1024)];

        Assert.Equal(2, Alignment.Of(source, [.. source[1..], 5000]).Edits);
    }

    [Fact]
    public void Of_TooLongSequences_ThrowsWithTheirLengths()
    {
        var error = Assert.Throws<ArgumentException>(static () => Alignment.Of(new int[20_000], new int[20_000]));

        Assert.Contains("20000", error.Message, StringComparison.Ordinal);
    }

    private static int[] Sequence(Random random) => [.. Enumerable.Range(0, random.Next(12)).Select(_ => random.Next(4))];

    private static int Levenshtein(int[] a, int[] b) =>
        a.Length == 0 ? b.Length
        : b.Length == 0 ? a.Length
        : a[0] == b[0] ? Levenshtein(a[1..], b[1..])
        : Math.Min(Levenshtein(a[1..], b[1..]), Math.Min(Levenshtein(a[1..], b), Levenshtein(a, b[1..]))) + 1;
}
