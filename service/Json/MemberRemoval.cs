namespace PreferenceFlow.Service.Json;

/// <summary>The edits that take members out of an object, each with one comma.</summary>
internal static class MemberRemoval
{
    public static IReadOnlyList<ByteEdit> Of(IReadOnlyList<JsonMember> members, Predicate<JsonMember> remove)
    {
        var edits = new List<ByteEdit>();
        var lastKept = -1;
        for (var index = 0; index < members.Count; index++)
        {
            if (!remove(members[index]))
                lastKept = index;
            else if (index + 1 < members.Count)
                edits.Add(new(members[index].Start, members[index + 1].Start, default)); // with the comma behind it
        }

        if (members.Count > 0 && lastKept < members.Count - 1)
        {
            // The run at the end goes with the comma before it.
            edits.RemoveAll(edit => edit.Start > (lastKept < 0 ? -1 : members[lastKept].Start));
            edits.Add(new(lastKept < 0 ? members[0].Start : members[lastKept].Value.End, members[^1].Value.End, default));
        }

        return edits;
    }
}
