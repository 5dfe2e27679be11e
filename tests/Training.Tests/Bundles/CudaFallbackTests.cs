using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.FlowModel.Onnx;

namespace PreferenceFlow.Training.Tests.Bundles;

public sealed class CudaFallbackTests(TinyLesson lesson)
{
    [Fact]
    public void Load_CudaAskedFor_DecidesTheSameAndSaysWhereItCannotBeUsed()
    {
        var options = new OnnxOptions { CudaDevice = 63 }; // no machine has this one

        using var bundle = ModelBundle.Load(lesson.Directory, options); // replays the golden cases

        Assert.NotNull(options.CudaProblem);
        Assert.Equal(lesson.Bundle.Id, bundle.Id);
    }
}
