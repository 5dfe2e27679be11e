using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.FlowModel.Tests.Text;

public sealed class PromptTextTests
{
    [Fact]
    public void Of_OneUserMessage_IsItsContent() => Assert.Equal("Hi", PromptText.Of([new ChatTurn { Role = "user", Content = "Hi" }]));

    [Fact]
    public void Of_SeveralMessages_NamesTheRoles() => Assert.Equal(
        "System: Be brief.\n\nUser: Hi",
        PromptText.Of([new ChatTurn { Role = "system", Content = "Be brief." }, new ChatTurn { Role = "user", Content = "Hi" }]));

    [Fact]
    public void Of_NoMessages_IsEmpty() => Assert.Equal("", PromptText.Of([]));
}
