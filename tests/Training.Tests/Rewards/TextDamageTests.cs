using PreferenceFlow.Training.Rewards;

namespace PreferenceFlow.Training.Tests.Rewards;

public sealed class TextDamageTests
{
    private static readonly TextDamage s_damage = new(["You", "send", "stone"]);

    [Theory]
    [InlineData("You can send the order today.")]
    [InlineData("You send  send You.")] // two spaces and twice the same word: faults may cancel out
    public void Damage_ManyDraws_AlwaysDiffersInWords(string text)
    {
        var random = new Random(1);
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        var damaged = Enumerable.Range(0, 500).Select(_ => s_damage.Damage(text, random)).OfType<string>().ToList();

        Assert.InRange(damaged.Count, 300, 500);
        Assert.All(damaged, d => Assert.NotEqual(words, d.Split(' ')));
        Assert.All(damaged, d => Assert.InRange(d.Split(' ').Length, 2, words.Length + 3));
    }

    [Fact]
    public void Damage_SameSeed_IsTheSame()
    {
        List<string?> Draw() => [.. Enumerable.Range(0, 20).Select(i => s_damage.Damage("One two three four.", new Random(i)))];

        Assert.Equal(Draw(), Draw());
        Assert.True(Draw().Distinct().Count() > 10);
    }

    [Fact]
    public void Damage_TwoWords_IsNull() => Assert.Null(s_damage.Damage("Two words.", new Random(1)));
}
