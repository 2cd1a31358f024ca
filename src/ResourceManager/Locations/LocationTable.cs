namespace Verditer.ResourceManager;

/// <summary>The regions as data: name, display name, geography group, pair, latitude, longitude, place.</summary>
internal static class LocationTable
{
    private const string Rows = """
        australiacentral|Australia Central|Asia Pacific|australiacentral2|-35.3075|149.1244|Canberra
        australiaeast|Australia East|Asia Pacific|australiasoutheast|-33.86|151.2094|New South Wales
        australiasoutheast|Australia Southeast|Asia Pacific|australiaeast|-37.8136|144.9631|Victoria
        brazilsouth|Brazil South|South America|southcentralus|-23.55|-46.633|Sao Paulo State
        canadacentral|Canada Central|Canada|canadaeast|43.653|-79.383|Toronto
        canadaeast|Canada East|Canada|canadacentral|46.817|-71.217|Quebec
        centralindia|Central India|Asia Pacific|southindia|18.5822|73.9197|Pune
        centralus|Central US|US|eastus2|41.5908|-93.6208|Iowa
        eastasia|East Asia|Asia Pacific|southeastasia|22.267|114.188|Hong Kong
        eastus|East US|US|westus|37.3719|-79.8164|Virginia
        eastus2|East US 2|US|centralus|36.6681|-78.3889|Virginia
        francecentral|France Central|Europe|francesouth|46.3772|2.373|Paris
        germanywestcentral|Germany West Central|Europe|germanynorth|50.110924|8.682127|Frankfurt
        israelcentral|Israel Central|Middle East||31.2655698|33.4506633|Israel
        italynorth|Italy North|Europe||45.46888|9.18109|Milan
        japaneast|Japan East|Asia Pacific|japanwest|35.68|139.77|Tokyo, Saitama
        japanwest|Japan West|Asia Pacific|japaneast|34.6939|135.5022|Osaka
        koreacentral|Korea Central|Asia Pacific|koreasouth|37.5665|126.978|Seoul
        koreasouth|Korea South|Asia Pacific|koreacentral|35.1796|129.0756|Busan
        northcentralus|North Central US|US|southcentralus|41.8819|-87.6278|Illinois
        northeurope|North Europe|Europe|westeurope|53.3478|-6.2597|Ireland
        norwayeast|Norway East|Europe|norwaywest|59.913868|10.752245|Norway
        polandcentral|Poland Central|Europe||52.23334|21.01666|Warsaw
        qatarcentral|Qatar Central|Middle East||25.551462|51.439327|Doha
        southafricanorth|South Africa North|Africa|southafricawest|-25.73134|28.21837|Johannesburg
        southcentralus|South Central US|US|northcentralus|29.4167|-98.5|Texas
        southeastasia|Southeast Asia|Asia Pacific|eastasia|1.283|103.833|Singapore
        southindia|South India|Asia Pacific|centralindia|12.9822|80.1636|Chennai
        spaincentral|Spain Central|Europe||40.4259|3.4209|Madrid
        swedencentral|Sweden Central|Europe|swedensouth|60.67488|17.14127|Gävle
        switzerlandnorth|Switzerland North|Europe|switzerlandwest|47.451542|8.564572|Zurich
        uaenorth|UAE North|Middle East|uaecentral|25.266666|55.316666|Dubai
        uksouth|UK South|Europe|ukwest|50.941|-0.799|London
        ukwest|UK West|Europe|uksouth|53.427|-3.084|Cardiff
        westcentralus|West Central US|US|westus2|40.89|-110.234|Wyoming
        westeurope|West Europe|Europe|northeurope|52.3667|4.9|Netherlands
        westus|West US|US|eastus|37.783|-122.417|California
        westus2|West US 2|US|westcentralus|47.233|-119.852|Washington
        westus3|West US 3|US|eastus|33.448376|-112.074036|Phoenix
        """;

    public static IReadOnlyList<AzureLocation> Read() =>
        [.. Rows.Split('\n').Select(row => row.Trim().Split('|')).Select(c => new AzureLocation(c[0], c[1], c[2], c[3], c[4], c[5], c[6]))];
}
