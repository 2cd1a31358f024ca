using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>What Graph shows of properties that nobody has set.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/application-get, serviceprincipal-get, user-get, group-get</remarks>
internal static class GraphDefaults
{
    public static readonly JsonObject Application = Json.ParseObject("""
        {
          "addIns": [], "applicationTemplateId": null, "appRoles": [], "certification": null, "defaultRedirectUri": null, "description": null,
          "disabledByMicrosoftStatus": null, "groupMembershipClaims": null, "isDeviceOnlyAuthSupported": null, "isFallbackPublicClient": null,
          "notes": null, "optionalClaims": null, "requiredResourceAccess": [], "samlMetadataUrl": null, "serviceManagementReference": null,
          "servicePrincipalLockConfiguration": null, "signInAudience": "AzureADMyOrg", "tags": [], "tokenEncryptionKeyId": null, "uniqueName": null,
          "api": {"acceptMappedClaims": null, "knownClientApplications": [], "oauth2PermissionScopes": [], "preAuthorizedApplications": [], "requestedAccessTokenVersion": null},
          "info": {"logoUrl": null, "marketingUrl": null, "privacyStatementUrl": null, "supportUrl": null, "termsOfServiceUrl": null},
          "parentalControlSettings": {"countriesBlockedForMinors": [], "legalAgeGroupRule": "Allow"},
          "publicClient": {"redirectUris": []},
          "spa": {"redirectUris": []},
          "verifiedPublisher": {"addedDateTime": null, "displayName": null, "verifiedPublisherId": null},
          "web": {"homePageUrl": null, "implicitGrantSettings": {"enableAccessTokenIssuance": false, "enableIdTokenIssuance": false}, "logoutUrl": null, "redirectUris": []}
        }
        """u8);

    public static readonly JsonObject ServicePrincipal = Json.ParseObject("""
        {
          "addIns": [], "appDescription": null, "appRoleAssignmentRequired": false, "applicationTemplateId": null, "appRoles": [], "description": null,
          "disabledByMicrosoftStatus": null, "homepage": null, "info": null, "loginUrl": null, "logoutUrl": null, "notes": null,
          "notificationEmailAddresses": [], "oauth2PermissionScopes": [], "preferredSingleSignOnMode": null, "replyUrls": [],
          "resourceSpecificApplicationPermissions": [], "samlSingleSignOnSettings": null, "signInAudience": "AzureADMyOrg", "tags": [],
          "tokenEncryptionKeyId": null,
          "verifiedPublisher": {"addedDateTime": null, "displayName": null, "verifiedPublisherId": null}
        }
        """u8);

    public static readonly JsonObject User = Json.ParseObject("""
        {
          "businessPhones": [], "givenName": null, "jobTitle": null, "mail": null, "mobilePhone": null, "officeLocation": null, "preferredLanguage": null,
          "surname": null, "mailNickname": null, "onPremisesImmutableId": null, "usageLocation": null, "userType": "Member"
        }
        """u8);

    public static readonly JsonObject Group = Json.ParseObject("""
        {
          "classification": null, "description": null, "expirationDateTime": null, "groupTypes": [], "isAssignableToRole": null, "mail": null,
          "mailEnabled": false, "mailNickname": null, "membershipRule": null, "membershipRuleProcessingState": null, "onPremisesDomainName": null,
          "onPremisesSyncEnabled": null, "preferredDataLocation": null, "proxyAddresses": [], "renewedDateTime": null, "securityEnabled": true,
          "theme": null, "uniqueName": null, "visibility": null
        }
        """u8);

    /// <summary>Adds what is missing, inside of sections too.</summary>
    public static JsonObject Fill(JsonObject shown, JsonObject defaults)
    {
        foreach (var (name, value) in defaults)
        {
            if (!shown.ContainsKey(name))
            {
                shown[name] = value?.DeepClone();
            }
            else if (shown[name] is JsonObject section && value is JsonObject inner)
            {
                Fill(section, inner);
            }
        }

        return shown;
    }
}
