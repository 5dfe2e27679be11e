namespace PreferenceFlow.FlowModel.Encoding.Tokenizers;

/// <summary>What stands around a single text, <c>[CLS] … [SEP]</c> for instance, with the types of all.</summary>
/// <param name="Before">Ids and types in front.</param>
/// <param name="After">Ids and types behind.</param>
/// <param name="Type">Type of the text's own tokens.</param>
internal sealed record SpecialTokens(IReadOnlyList<(int Id, int Type)> Before, IReadOnlyList<(int Id, int Type)> After, int Type)
{
    private const string Known = "BertProcessing, ByteLevel, RobertaProcessing, Sequence and TemplateProcessing";

    private static readonly SpecialTokens s_none = new([], [], 0);

    public int Count => Before.Count + After.Count;

    /// <summary>One token in front and one behind.</summary>
    public static SpecialTokens Around(int before, int after) => new([(before, 0)], [(after, 0)], 0);

    /// <exception cref="InvalidDataException">The file asks for one that is not supported; the message names it.</exception>
    public static SpecialTokens Read(JsonField field)
    {
        if (field.IsMissing)
            return s_none;
        switch (field["type"].Text())
        {
            case "BertProcessing" or "RobertaProcessing":
                return Around(PairId(field["cls"]), PairId(field["sep"]));
            case "ByteLevel": // moves offsets only
                return s_none;
            case "Sequence":
                return field["processors"].Items().Select(Read).Aggregate(s_none, (inner, outer) => outer.Count == 0
                    ? inner
                    : new([.. outer.Before, .. inner.Before], [.. inner.After, .. outer.After], outer.Type));
            case "TemplateProcessing":
                return Template(field);
            default:
                throw field["type"].Unsupported(Known);
        }
    }

    private static int PairId(JsonField field) =>
        field.Items().ToArray() is [_, var id] ? id.Index() : throw field.Bad("a token and its id were expected");

    private static SpecialTokens Template(JsonField field)
    {
        var (before, after, type) = (new List<(int, int)>(), new List<(int, int)>(), -1);
        foreach (var item in field["single"].Items())
        {
            if (item["Sequence"] is { IsMissing: false } sequence)
            {
                if (type >= 0)
                    throw item.Bad("the text stands there twice");
                type = sequence["type_id"].Index();
                continue;
            }

            var special = item["SpecialToken"];
            var ids = field["special_tokens"][special["id"].Text()]["ids"].Items().Select(id => (id.Index(), special["type_id"].Index()));
            (type < 0 ? before : after).AddRange(ids);
        }

        return type < 0 ? throw field["single"].Bad("the text itself was expected among its parts") : new(before, after, type);
    }
}
