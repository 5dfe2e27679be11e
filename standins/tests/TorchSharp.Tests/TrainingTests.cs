namespace TorchSharp.Tests;

public class TrainingTests
{
    [Fact]
    public void SmallNet_OnALearnableTask_LearnsItWithoutLeaks()
    {
        manual_seed(1);
        using var net = nn.Sequential(nn.Linear(2, 32), nn.Tanh(), nn.Linear(32, 1));
        using var optimizer = optim.AdamW(net.parameters(), 0.01);
        double loss = 0;
        var live = new List<long>();
        for (var step = 0; step < 300; step++)
        {
            live.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            using var scope = NewDisposeScope();
            var x = rand(64, 2) * 2 - 1;
            var y = (x.select(1, 0) * x.select(1, 1)).unsqueeze(1);
            var error = nn.functional.mse_loss(net.call(x), y);
            optimizer.zero_grad();
            error.backward();
            nn.utils.clip_grad_norm_(net.parameters(), 1);
            optimizer.step();
            loss = error.ToDouble();
        }
        Assert.True(loss < 0.005, $"loss {loss}");
        Assert.Single(live.Distinct());
    }
}
