namespace PreferenceFlow.Training.Evaluation;
public static class Bleu { public static double Corpus(IReadOnlyList<string> o, IReadOnlyList<IReadOnlyList<string>> r) => 0; }
public static class ChrF { public static double Corpus(IReadOnlyList<string> o, IReadOnlyList<IReadOnlyList<string>> r) => 0; }
public static class EditRatio { public static double Of(string a, string b) => 0; }
