using Verditer.TypeExtractor;

if (args.Length != 2)
{
    Console.Error.WriteLine("usage: Verditer.TypeExtractor FACTS_FOLDER OUTPUT_FILE");
    return 2;
}

var facts = Facts.Read(args[0]);
var graph = new ShapeGraph(facts);
var resources = new BicepTypes().Resources(facts, graph);
var merged = ShapeMerger.Merge(graph.Nodes, resources);
var bytes = new CatalogWriter(merged).Write(facts.Namespaces);

// The file appears whole or not at all: builds that run side by side share it.
var temporary = $"{args[1]}.{Environment.ProcessId}";
File.WriteAllBytes(temporary, bytes);
File.Move(temporary, args[1], overwrite: true);
Console.WriteLine($"{resources.Count} type versions, {merged.Nodes.Count} shapes of {graph.Nodes.Count}, {bytes.Length} bytes");
return 0;
